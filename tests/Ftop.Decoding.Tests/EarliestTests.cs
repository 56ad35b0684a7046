namespace Ftop.Decoding.Tests;

/// <summary>The earliest of many times, against a look at all of them.</summary>
public sealed class EarliestTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(1000)]
    public void First_IsTheLowestNumberOfTheEarliestTime(int length)
    {
        var random = new Random(length);
        var earliest = new Earliest(length);
        ulong?[] times = new ulong?[length];
        Assert.Equal(-1, earliest.First);
        for (int i = 0; i < 5000 && length > 0; i++)
        {
            int number = random.Next(length);
            times[number] = random.Next(4) switch { 0 => null, 1 => ulong.MaxValue, _ => (ulong)random.Next(50) };
            earliest.Set(number, times[number]);
            Assert.Equal(FirstOf(times), earliest.First);
        }
    }

    private static int FirstOf(ulong?[] times)
    {
        int first = -1;
        for (int i = 0; i < times.Length; i++)
        {
            first = times[i] is ulong time && (first < 0 || time < times[first]) ? i : first;
        }

        return first;
    }
}
