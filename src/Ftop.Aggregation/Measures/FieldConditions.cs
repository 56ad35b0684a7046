using System.Globalization;
using System.Text.RegularExpressions;
using Ftop.Decoding.Formats;

namespace Ftop.Aggregation.Measures;

/// <summary>
/// Conditions like <c>prev_pid != 0 &amp;&amp; (prev_state &amp; 255) == 0</c>, without the general evaluator: it is several times as dear, and rules ask at every switch.
/// </summary>
internal sealed partial class FieldConditions
{
    private readonly Comparison[] _all;

    private FieldConditions(Comparison[] all) => _all = all;

    /// <summary>The same as a condition in the filter grammar; null where that is of another form, or its fields are not numbers that fit.</summary>
    public static FieldConditions? Of(string text, EventFormat format, bool bigEndian)
    {
        List<Comparison> all = [];
        foreach (string part in text.Split("&&"))
        {
            if (Form().Match(part) is not { Success: true } form || ReaderOf(form.Groups["field"].Value, format, bigEndian) is not NumberReader left)
            {
                return null;
            }

            string with = form.Groups["with"].Value;
            long constant = 0;
            NumberReader? right = ReaderOf(with, format, bigEndian);
            if ((right is null && !long.TryParse(with, CultureInfo.InvariantCulture, out constant)) || form.Groups["open"].Success != form.Groups["close"].Success)
            {
                return null;
            }

            long mask = form.Groups["mask"].Success ? long.Parse(form.Groups["mask"].Value, CultureInfo.InvariantCulture) : -1;
            all.Add(new Comparison(left, mask, form.Groups["is"].Value == "==", right, constant));
        }

        return new FieldConditions([.. all]);
    }

    /// <summary>Whether all hold; none does of a record that is too short.</summary>
    public bool AreTrue(ReadOnlySpan<byte> record)
    {
        foreach (ref readonly Comparison comparison in _all.AsSpan())
        {
            long with = comparison.Constant;
            if (!comparison.Left.TryRead(record, out long left) || (comparison.Right is NumberReader right && !right.TryRead(record, out with))
                || (left & comparison.Mask) == with != comparison.IsEqual)
            {
                return false;
            }
        }

        return true;
    }

    // Numbers of 8 bytes without a sign have values that a long has not.
    private static NumberReader? ReaderOf(string name, EventFormat format, bool bigEndian) =>
        format.Find(name) is { Kind: FieldKind.Scalar } field && (field.Signed || field.Size < sizeof(ulong)) ? new NumberReader(field, bigEndian) : null;

    [GeneratedRegex(@"^ *(?<open>\()?(?<field>[a-z]\w*)( & (?<mask>\d{1,9})(?<close>\)))? (?<is>==|!=) (?<with>\w+) *$")]
    private static partial Regex Form();

    private readonly record struct Comparison(NumberReader Left, long Mask, bool IsEqual, NumberReader? Right, long Constant);
}
