using System.Text;
using Ftop.Decoding.Formats;
using Ftop.Decoding.PrintFmt;
using Ftop.Decoding.Text;
using Ftop.Decoding.Text.Symbols;

namespace Ftop.Decoding.Tests.PrintFmt;

/// <summary>Prints one record by a print fmt.</summary>
internal static class PrintFmtText
{
    private const string Common =
        "\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;\n\tfield:unsigned char common_flags;\toffset:2;\tsize:1;\tsigned:0;\n"
        + "\tfield:unsigned char common_preempt_count;\toffset:3;\tsize:1;\tsigned:0;\n\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;\n\n";

    /// <summary>An event with the given field lines (<c>int x;8;4;1</c>) behind the common ones.</summary>
    public static EventFormat Format(string printFmt, params string[] fields)
    {
        var text = new StringBuilder("name: test\nID: 1\nformat:\n" + Common);
        foreach (string field in fields)
        {
            string[] parts = field.Split(';');
            text.Append($"\tfield:{parts[0]};\toffset:{parts[1]};\tsize:{parts[2]};\tsigned:{parts[3]};\n");
        }

        return Parse(text.Append($"\nprint fmt: {printFmt}\n").ToString());
    }

    public static EventFormat Parse(string text, int longSizeBytes = 8)
    {
        Assert.True(EventFormatParser.TryParse(text, "test", out EventFormat? format, out TextDiagnostic diagnostic, longSizeBytes), diagnostic.ToString());
        return format;
    }

    public static string Print(
        EventFormat format, ReadOnlySpan<byte> record, int longSizeBytes = 8, bool bigEndian = false, IKernelSymbols? symbols = null, string printkFormats = "")
    {
        Assert.True(PrintFmtParser.TryParse(format, out ParsedPrintFmt? parsed, out TextDiagnostic diagnostic, longSizeBytes, bigEndian), diagnostic.ToString());
        using var text = new TextBuffer();
        parsed.Write(record, new PrintNames(new SymbolText(symbols, longSizeBytes), PrintkFormats.Parse(Encoding.UTF8.GetBytes(printkFormats))), text);
        return Encoding.UTF8.GetString(text.Written);
    }

    /// <summary>The print fmt of an event whose payload behind the 8 common bytes is <paramref name="payload"/>.</summary>
    public static string Print(string printFmt, byte[] payload, params string[] fields) => Print(Format(printFmt, fields), [.. new byte[8], .. payload]);

    /// <summary>A print fmt that needs no record.</summary>
    public static string Print(string printFmt) => Print(Format(printFmt), new byte[8]);
}
