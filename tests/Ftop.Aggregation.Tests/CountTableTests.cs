using Ftop.Aggregation.Counting;

namespace Ftop.Aggregation.Tests;

public class CountTableTests
{
    [Fact]
    public void Add_CountsAsADictionaryDoes()
    {
        var random = new Random(1);
        var table = new CountTable(1 << 16, 0);
        Dictionary<ulong, long> expected = [];
        for (int i = 0; i < 200_000; i++)
        {
            ulong key = (ulong)random.Next(20_000) * 0x1000;
            int count = random.Next(1, 4);
            table.Add(key, count);
            expected[key] = expected.GetValueOrDefault(key) + count;
        }

        List<KeyCount> read = [];
        table.Read(read);
        Assert.Equal(expected.OrderBy(entry => entry.Key), read.Select(entry => KeyValuePair.Create(entry.Key, entry.Count)).OrderBy(entry => entry.Key));
        Assert.False(table.IsTruncated);
        Assert.All(expected, entry => Assert.Equal(entry.Value, table.Count(entry.Key)));
    }

    [Fact]
    public void KeyZero_IsAKeyLikeAnyOther()
    {
        var table = new CountTable(16, 0);
        Assert.Equal(0, table.Count(0));
        table.Add(0, 2);
        table.Add(0, 3);
        List<KeyCount> read = [];
        table.Read(read);
        Assert.Equal([new KeyCount(0, 5)], read);
    }

    [Fact]
    public void Clear_ForgetsCountsAndTruncation()
    {
        var table = new CountTable(2, 1);
        table.Add(1, 1);
        table.Add(2, 1);
        table.Add(3, 1);
        Assert.True(table.IsTruncated);
        table.Clear();
        List<KeyCount> read = [];
        table.Read(read);
        Assert.Empty(read);
        Assert.False(table.IsTruncated);
        Assert.True(table.IsEmpty);
    }

    [Fact]
    public void BeyondTheBound_HeavyHittersAreKeptAndNothingIsOvercounted()
    {
        var random = new Random(2);
        var table = new CountTable(64, 64);
        for (ulong key = 0; key < 64; key++)
        {
            table.Add(key, 1);
        }

        const ulong Heavy = 1_000_000;
        long heavy = 0;
        for (int i = 0; i < 100_000; i++)
        {
            bool isHeavy = random.Next(10) == 0;
            heavy += isHeavy ? 1 : 0;
            table.Add(isHeavy ? Heavy : 1000 + (ulong)random.Next(900_000), 1);
        }

        List<KeyCount> read = [];
        table.Read(read);
        Assert.True(table.IsTruncated);
        Assert.Equal(128, read.Count);
        Assert.InRange(table.Count(Heavy), heavy - (100_000 / 64), heavy);
        Assert.Equal(Heavy, read.MaxBy(entry => entry.Count).Key);
    }

    [Fact]
    public void AddAll_SumsAndKeepsTruncation()
    {
        var into = new CountTable(16, 0);
        var from = new CountTable(2, 1);
        into.Add(1, 1);
        from.Add(1, 2);
        from.Add(2, 2);
        from.Add(3, 2);
        into.AddAll(from, []);
        Assert.Equal((3L, 2L, 2L), (into.Count(1), into.Count(2), into.Count(3)));
        Assert.True(into.IsTruncated);
    }
}
