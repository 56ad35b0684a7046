using Ftop.Decoding;
using Ftop.Decoding.Formats;
using Ftop.Decoding.RingBuffer;
using Ftop.Decoding.Text;
using Ftop.Decoding.Text.Symbols;

namespace Ftop.TraceDat;

/// <summary>The texts of a trace.dat as tables, made once for all its buffers.</summary>
internal sealed class DatTexts
{
    /// <exception cref="InvalidDataException">The header_page describes no ring buffer.</exception>
    public DatTexts(TraceDatFile file)
    {
        if (!HeaderPage.TryParse(file.HeaderPage, out HeaderPage header, out TextDiagnostic diagnostic))
        {
            throw new InvalidDataException($"header_page in the file: {diagnostic}");
        }

        HeaderPage = header;
        var formats = new FormatList(header.LongSizeBytes, file.LateProblems);
        foreach (FormatText text in file.Formats)
        {
            if (!formats.TryAdd(text.System, text.Text, $"a format of {Excerpt.Of(text.System)}"))
            {
                break;
            }
        }

        Formats = formats.ToTable();
        Symbols = new RecordedSymbols(file.Kallsyms, file.LateProblems);
        ReadOnlySpan<byte> strings = file.PrintkFormats.Span;
        PrintkFormats = PrintkFormats.Parse(strings[..Math.Min(strings.Length, DatLimits.MaxStringsBytes)]);
        Tasks = new TaskTable(file.SavedCmdLines.Span, default);
        if (PrintkFormats.IsTruncated || Tasks.IsTruncated || strings.Length > DatLimits.MaxStringsBytes)
        {
            file.LateProblems.Add("printk_formats or saved_cmdlines has more lines than any kernel's: the rest is not read");
        }
    }

    /// <summary>Of no buffer in particular: its byte order and size are the file's to tell.</summary>
    public HeaderPage HeaderPage { get; }

    public EventFormatTable Formats { get; }

    public RecordedSymbols Symbols { get; }

    public PrintkFormats PrintkFormats { get; }

    public TaskTable Tasks { get; }
}
