using System.Text;
using Ftop.Tracefs.Undo;

namespace Ftop.Tracefs.Tests;

public sealed class JournalJsonTests
{
    private static readonly UndoStep Step = new()
    {
        Number = 3,
        Kind = UndoKind.RestoreFile,
        Path = "/sys/kernel/tracing/a \"b\"\u00e4\n",
        OldTokens = ["one", "", "two words"],
        MountNamespace = "mnt:[4026531840]",
    };

    [Fact]
    public void Owner_IsReadAsItWasWritten()
    {
        foreach (JournalOwner owner in (JournalOwner[])[new(1234, 56789), new(int.MaxValue, long.MaxValue, "pid:[4026531836]")])
        {
            Assert.True(JournalJson.TryRead(Encoding.UTF8.GetString(JournalJson.Write(owner)), out JournalOwner read));
            Assert.Equal(owner, read);
        }
    }

    [Fact]
    public void Lines_AreTheOnesThatAnEarlierFtopWrote()
    {
        Assert.Equal("""{"pid":1234,"startTime":56789}""", Encoding.UTF8.GetString(JournalJson.Write(new JournalOwner(1234, 56789))));
        Assert.Equal(
            """{"number":1,"kind":"RemoveInstance","path":"/t/instances/ftop-1","oldTokens":[]}""",
            Encoding.UTF8.GetString(JournalJson.Write(new UndoStep { Number = 1, Kind = UndoKind.RemoveInstance, Path = "/t/instances/ftop-1" })));
    }

    [Fact]
    public void Step_IsReadAsItWasWritten_AndTornAnywhereIsNone()
    {
        string line = Encoding.UTF8.GetString(JournalJson.Write(Step));
        Assert.True(JournalJson.TryRead(line, out UndoStep? read));
        Assert.Equal(Step with { OldTokens = read.OldTokens }, read);
        Assert.Equal(Step.OldTokens, read.OldTokens);
        for (int length = 0; length < line.Length; length++)
        {
            Assert.False(JournalJson.TryRead(line[..length], out UndoStep? _));
            Assert.False(JournalJson.TryRead(line[..length], out JournalOwner _));
        }
    }

    [Theory]
    [InlineData("""{"number":1,"kind":"Unmount"}""")]
    [InlineData("""{"number":1,"path":"/t"}""")]
    [InlineData("""{"kind":"Unmount","path":"/t"}""")]
    [InlineData("""{"number":"1","kind":"Unmount","path":"/t"}""")]
    [InlineData("""{"number":99999999999,"kind":"Unmount","path":"/t"}""")]
    [InlineData("""{"number":1,"kind":"Unmount","path":"\ud800"}""")]
    [InlineData("""{"number":1,"kind":"Unmount","path":"/t"} {}""")]
    [InlineData("""[1]""")]
    [InlineData("null")]
    public void LineThatIsNoStep_IsNotRead(string line) => Assert.False(JournalJson.TryRead(line, out UndoStep? _));

    [Fact]
    public void MembersOfALaterFtop_AreLetThrough()
    {
        Assert.True(JournalJson.TryRead("""{"later":{"a":[1,{}]},"number":1,"kind":"Unmount","path":"/t","new":null}""", out UndoStep? step));
        Assert.Equal((1, UndoKind.Unmount, "/t"), (step.Number, step.Kind, step.Path));
        Assert.True(JournalJson.TryRead("""{"pid":1,"startTime":2,"later":[[]]}""", out JournalOwner owner));
        Assert.Equal(new JournalOwner(1, 2), owner);
    }
}
