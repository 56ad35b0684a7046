using System.Globalization;
using Ftop.Tui.Terminal.Output;
using Terminal.Gui.Drawing;

using Attribute = Terminal.Gui.Drawing.Attribute;

namespace Ftop.Tui.Tests;

/// <summary>Bytes of a refresh beside the least possible, for a screen as ftop's in which some of the numbers change.</summary>
public sealed class DiffOutputBytesTests
{
    private const int Columns = 80;
    private const int RowCount = 24;

    private static readonly Attribute Header = new(new Color(ColorName16.Black), new Color(ColorName16.Green));
    private static readonly Attribute Selected = new(new Color(ColorName16.Black), new Color(ColorName16.Cyan));
    private static readonly Attribute Bar = new(new Color(ColorName16.Green), Color.None);
    private static readonly Attribute Dim = new(new Color(ColorName16.Cyan), Color.None);
    private static readonly Attribute Bold = new(Color.None, Color.None, TextStyle.Bold);

    private readonly double[,] _values = new double[RowCount, 5];
    private readonly Random _random = new(42);

    [Theory]
    [InlineData(false, 0.3)]
    [InlineData(false, 0.9)]
    [InlineData(true, 0.3)]
    [InlineData(true, 0.9)]
    public void Refresh_TakesAtMostAQuarterMoreThanTheLeastPossible(bool isColored, double changing)
    {
        var bench = new OutputBench(Columns, RowCount);
        bench.Frames.Clear();
        Draw(bench, isColored, 1);
        bench.Refresh();
        long sent = 0;
        long least = 0;
        for (int frame = 0; frame < 100; frame++)
        {
            (int, SgrState)[,] before = Shown(bench);
            (int, int) cursor = bench.Screen.Cursor;
            SgrState sgr = bench.Screen.Sgr;
            Draw(bench, isColored, changing);
            sent += bench.Refresh().Length;
            (int, SgrState)[,] after = Shown(bench);
            least += LeastBytes.Of((column, row) => before[row, column], (column, row) => after[row, column], Columns, RowCount, cursor, sgr);
            bench.AssertShown();
        }

        TestContext.Current.SendDiagnosticMessage(
            $"colored {isColored}, changing {changing}: {sent / 100} bytes a refresh, least {least / 100}, ratio {(double)sent / least:F3}");
        Assert.InRange((double)sent / least, 0.9, 1.25);
    }

    private static (int Glyph, SgrState Look)[,] Shown(OutputBench bench)
    {
        var shown = new (int, SgrState)[RowCount, Columns];
        for (int row = 0; row < RowCount; row++)
        {
            for (int column = 0; column < Columns; column++)
            {
                shown[row, column] = bench.Screen.At(column, row);
            }
        }

        return shown;
    }

    private void Draw(OutputBench bench, bool isColored, double changing)
    {
        for (int row = 0; row < RowCount; row++)
        {
            for (int value = 0; value < 5; value++)
            {
                if (_random.NextDouble() < changing)
                {
                    _values[row, value] = _values[row, value] == 0 ? _random.Next(1, 100_000) : _values[row, value] * (0.8 + (0.4 * _random.NextDouble()));
                }
            }

            (string text, Attribute look) = row switch
            {
                0 => (Format("ftop  tracer: function_graph  events/s {0,9:F0}  lost {1,5:F0}", row), Bold),
                <= 4 => ($"CPU{row} [" + new string('█', (int)_values[row, 0] % 60).PadRight(60) + Format("] {0,6:F1}%", row), Bar),
                5 => ("FUNCTION                 CALLS/S      TOTAL    AVG us     MAX us   CPU%".PadRight(Columns), Header),
                23 => ("1 Functions  2 System calls  3 CPUs  q Quit", Bold),
                _ => ($"{"vfs_function_" + row,-22}" + Format(" {0,8:F0} {1,10:F0} {2,9:F2} {3,10:F1} {4,6:F1}", row), row == 8 ? Selected : Frames.Plain),
            };
            for (int column = 0; column < Columns; column++)
            {
                Attribute attribute = !isColored ? Frames.Plain : row is > 5 and < 23 && row != 8 && column is > 31 and < 42 ? Dim : look;
                bench.Frames.Cells[row, column] = new Cell(attribute, true, column < text.Length ? text[column].ToString() : " ");
            }
        }
    }

    private string Format(string format, int row) =>
        string.Format(CultureInfo.InvariantCulture, format, [.. Enumerable.Range(0, 5).Select(value => (object)_values[row, value])]);
}
