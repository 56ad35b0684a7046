using Ftop.Aggregation.Measures;
using Ftop.Aggregation.Tests.Fakes;
using Ftop.Decoding.Filters;
using Ftop.Decoding.Formats;

namespace Ftop.Aggregation.Tests;

/// <summary>What is asked at every switch is the same as by the general evaluator.</summary>
public sealed class FieldConditionsTests
{
    private static readonly EventFormat Format = Ids.Format("t", "e", 5, "int a:8:4", "unsigned int b:12:4", "long c:16:8", "unsigned long d:24:8", "char e[4]:32:4");

    [Theory]
    [InlineData("a != 0", true)]
    [InlineData("a == 3 && b != 7", true)]
    [InlineData("a != 0 && (c & 255) == 0", true)]
    [InlineData("(c & 129) != 0", true)]
    [InlineData("a == b", true)]
    [InlineData("common_pid != 0", true)]
    [InlineData("b == 4294967295", true)]
    [InlineData("e == 0", false)]
    [InlineData("a < 3", false)]
    [InlineData("a == 3 || b == 7", false)]
    [InlineData("!(a == 3)", false)]
    [InlineData("CPU == 0", false)]
    public void SameAsTheGeneralEvaluator_OrNotTaken(string text, bool isTaken)
    {
        var fast = FieldConditions.Of(text, Format, bigEndian: false);
        Assert.Equal(isTaken, fast is not null);
        if (fast is null)
        {
            return;
        }

        Assert.True(EventCondition.TryParse(text, Format, false, out EventCondition? general, out string fault), fault);
        long[] values = [0, 3, 7, -1, 128, 256, 0x101];
        foreach (long a in values)
        {
            foreach (long c in values)
            {
                byte[] record = Ids.Record(5, (int)(a & 3), 40, (8, (uint)a | (c << 32)), (16, c));
                Assert.Equal(general!.IsTrue(record, 0, 0), fast.AreTrue(record));
            }
        }

        Assert.False(fast.AreTrue(new byte[4]));
    }
}
