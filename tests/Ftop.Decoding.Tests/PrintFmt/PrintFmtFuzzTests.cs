using System.Text;
using Ftop.Decoding.Formats;
using Ftop.Decoding.PrintFmt;
using Ftop.Decoding.Tests.Text;
using Ftop.Decoding.Text;
using Ftop.Decoding.Text.Symbols;

namespace Ftop.Decoding.Tests.PrintFmt;

/// <summary>Format files of real kernels, mutated: nothing may throw, hang or print without bound. Seeded; a failure names its seed.</summary>
public sealed class PrintFmtFuzzTests(ITestOutputHelper output)
{
    private const int Cases = 1_000_000;
    private const int MaxTextBytes = 1 << 20;

    private static readonly string[] Fragments =
    [
        "REC->", "__print_flags(", "__print_symbolic(", "__get_str(", "__get_dynamic_array(", "__print_array(", "__print_hex_dump(\"\", 1, 16, 8, ", "sizeof(",
        "(unsigned long)", "(u8 *)", "%*.*s", "%p", "%pISpfsc", "%*pbl", "%99999999d", "%llx", "{ 1, \"x\" }", "\"", "\\", "(", ")", "[", "]", "?", ":", "<<", "->", "-", "~",
        "0xffffffffffffffff", "__data_loc char[] name", "\tfield:", ";\toffset:", ";\tsize:", ";\tsigned:", "-1", "4294967296", "\n", "\nprint fmt: ", "[0]", "*", "&",
    ];

    [Fact]
    public void MutatedFormats_NeverThrow()
    {
        string[] texts = [.. Recording.ReadFormatTexts(Path.Combine(Recording.DataDirectory, "host-x86_64-6.18", "formats.tar.gz")).Where(text => text.Length < 1_000)];
        int threads = Environment.ProcessorCount;
        int[] printed = new int[threads];
        Parallel.For(0, threads, thread => printed[thread] = Run(texts, thread, threads));
        output.WriteLine($"{Cases} cases, {printed.Sum()} of which print");
        Assert.True(printed.Sum() > Cases / 10, "mutations leave too few print fmts that parse");
    }

    private static int Run(string[] texts, int first, int step)
    {
        var names = new PrintNames(new SymbolText(null, 8), PrintkFormats.Empty);
        EventFormat?[] formats = [.. texts.Select(text => EventFormatParser.TryParse(text, "fuzz", out EventFormat? format, out _) ? format : null)];
        using var text = new TextBuffer();
        var mutated = new StringBuilder();
        byte[] record = new byte[256];
        int printed = 0;
        for (int seed = first; seed < Cases; seed += step)
        {
            var random = new Random(seed);
            int index = random.Next(texts.Length);

            // A quarter mutates the whole file, the others the print fmt alone, which is where most of the grammar is.
            EventFormat? original = random.Next(4) == 0 ? null : formats[index];
            Mutate(mutated.Clear().Append(original?.PrintFmt ?? texts[index]), random);
            random.NextBytes(record);
            try
            {
                printed += Print(original, mutated.ToString(), record.AsSpan(0, random.Next(record.Length)), names, text) ? 1 : 0;
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"seed {seed}: {mutated}", exception);
            }

            Assert.True(text.Length < MaxTextBytes, $"seed {seed}: {text.Length} bytes of text");
        }

        return printed;
    }

    private static bool Print(EventFormat? original, string mutated, ReadOnlySpan<byte> record, PrintNames names, TextBuffer text)
    {
        text.Clear();
        EventFormat? format = original is null ? null
            : new EventFormat(original.Id, original.System, original.Name, [.. original.CommonFields], [.. original.Fields], mutated);
        bool bigEndian = (record.Length & 1) != 0;
        if ((format is null && !EventFormatParser.TryParse(mutated, "fuzz", out format, out _))
            || !PrintFmtParser.TryParse(format, out ParsedPrintFmt? parsed, out _, 8, bigEndian))
        {
            return false;
        }

        parsed.Write(record, names, text);
        return true;
    }

    private static void Mutate(StringBuilder text, Random random)
    {
        for (int i = random.Next(3); i >= 0; i--)
        {
            int position = random.Next(text.Length + 1);
            switch (random.Next(5))
            {
                case 0 when position < text.Length:
                    text[position] = (char)random.Next(1, 127);
                    break;
                case 1 when position < text.Length:
                    text.Remove(position, random.Next(1, Math.Min(20, text.Length - position + 1)));
                    break;
                case 2 when position < text.Length:
                    text.Insert(random.Next(text.Length + 1), text.ToString(position, Math.Min(random.Next(1, 40), text.Length - position)));
                    break;
                case 3 when random.Next(8) == 0:
                    text.Length = position;
                    break;
                default:
                    text.Insert(position, Fragments[random.Next(Fragments.Length)]);
                    break;
            }
        }
    }
}
