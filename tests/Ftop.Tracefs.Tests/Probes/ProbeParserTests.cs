using Ftop.Tracefs.Probes;

namespace Ftop.Tracefs.Tests.Probes;

public sealed class ProbeParserTests
{
    [Theory]
    [InlineData("p:vfs_read", "p:g/vfs_read vfs_read")]
    [InlineData("p:vfs_read file=+0($arg1):x64", "p:g/vfs_read vfs_read file=+0($arg1):x64")]
    [InlineData("p:vfs_read   +0($arg1)  $comm", "p:g/vfs_read vfs_read +0($arg1) $comm")]
    [InlineData("p vfs_read", "p:g/vfs_read vfs_read")]
    [InlineData("p:mine vfs_read n=$arg3", "p:g/mine vfs_read n=$arg3")]
    [InlineData("p:kprobes/mine vfs_read+0x10", "p:g/mine vfs_read+0x10")]
    [InlineData("p:vfs_read+16", "p:g/vfs_read_16 vfs_read+16")]
    [InlineData("p nfsd:nfsd_dispatch", "p:g/nfsd_dispatch nfsd:nfsd_dispatch")]
    [InlineData("p:0xffffffff81000000", "p:g/at_0xffffffff81000000 0xffffffff81000000")]
    [InlineData("r:vfs_read ret=$retval", "r:g/vfs_read__return vfs_read ret=$retval")]
    [InlineData("r32:vfs_read", "r32:g/vfs_read__return vfs_read")]
    [InlineData("f:vfs_read%return $retval", "f:g/vfs_read__return vfs_read%return $retval")]
    [InlineData("p:/bin/app:main", "p:g/main /bin/app:main")]
    [InlineData("r:ret ./app:main", "r:g/ret ./app:main")]
    [InlineData("p:/lib/libc.so.6:0x1000 n=%di", "p:g/libc_so_6_0x1000 /lib/libc.so.6:0x1000 n=%di")]
    [InlineData("e:sched/sched_switch next=$next_pid:s32", "e:g/sched_switch sched/sched_switch next=$next_pid:s32")]
    [InlineData("e:my.ev sched.sched_switch", "e:g/ev sched.sched_switch")]
    [InlineData("t:sched_switch", "t:g/sched_switch sched_switch")]
    [InlineData("s:lat u64 lat; pid_t pid", "s:lat u64 lat; pid_t pid")]
    public void Definition_IsTheKernelsOrTheShortForm(string text, string command)
    {
        Assert.True(ProbeParser.TryParse(text, out ProbeDefinition? definition, out _));
        string name = definition.Name.Text.Length > 0 ? definition.Name.Text : definition.NameOfPlace;
        Assert.Equal(command, definition.ToCommand("g", name, definition.Place.Word.Text));
    }

    [Theory]
    [InlineData("", 1, "nothing there")]
    [InlineData("  x:vfs_read", 3, "'x' is no kind of probe")]
    [InlineData("p16:vfs_read", 1, "'p16' is no kind of probe")]
    [InlineData("p:1st vfs_read", 3, "'1st' is no name")]
    [InlineData("p:a/b-c vfs_read", 5, "'b-c' is no name")]
    [InlineData("p", 2, "nothing there; expected a place")]
    [InlineData("p:/bin/app", 3, "no place in /bin/app; expected PATH:SYMBOL")]
    [InlineData("p:/bin/app:", 12, "no place in /bin/app; expected PATH:SYMBOL")]
    [InlineData("f:/bin/app:main", 1, "f is for the kernel alone")]
    [InlineData("r4:/bin/app:main", 2, "how many returns")]
    [InlineData("e:sched_switch", 3, "'sched_switch' is no event")]
    [InlineData("s:lat", 6, "no field")]
    [InlineData("s", 2, "a synthetic event needs a name")]
    public void Fault_HasItsColumn(string text, int column, string reason)
    {
        Assert.False(ProbeParser.TryParse(text, out _, out ProbeFault? fault));
        Assert.Equal(column, fault.ColumnNumber);
        Assert.StartsWith(reason, fault.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Caret_StandsUnderThePlace() => Assert.Equal("column 3: no\n  p:vfs?\n    ^", new ProbeFault("p:vfs\e", 3, "no").WithCaret);

    [Theory]
    [InlineData("p:vfs_read n=$arg3:q64", "p:ftop_1/vfs_read vfs_read n=$arg3:q64", ":q64", 19)]
    [InlineData("p:vfs_read  n=$arg3:q64", "p:ftop_1/vfs_read vfs_read n=$arg3:q64", ":q64", 20)]
    [InlineData("p:x vfs_read n=$arg3", "p:ftop_1/x vfs_read n=$arg3", "vfs_read", 5)]
    [InlineData("p:x vfs_read n=$arg3", "p:ftop_1/x vfs_read n=$arg3", "ftop_1", 3)]
    [InlineData("p:x vfs_read", "p:ftop_1/x vfs_read", "", 5)]
    public void ColumnOfTheKernels_IsThatOfTheDefinition(string text, string command, string place, int column)
    {
        Assert.True(ProbeParser.TryParse(text, out ProbeDefinition? definition, out _));
        Assert.Equal(column, definition.ColumnNumberOf(command, place.Length == 0 ? command.Length : command.IndexOf(place, StringComparison.Ordinal)));
    }
}
