using System.Globalization;
using System.Runtime.InteropServices;
using Ftop.Tracefs.Control;
using Ftop.Tracefs.Errors;
using Ftop.Tracefs.Probes;
using Ftop.Tracefs.Undo;

namespace Ftop.Tracefs.Tests.Probes;

public sealed class ProbeControlTests : IDisposable
{
    private const string Others = "p:kprobes/others vfs_read\n";
    private const string Readme = "  fetchargs:\n\t           $stack<index>, $stack, $retval, $comm, $arg<N>,\n";

    private readonly FakeTracefs _tracefs = new();
    private readonly UndoJournal _journal;
    private readonly ProbeControl _probes;

    public ProbeControlTests()
    {
        _tracefs.Add("dynamic_events", Others);
        _tracefs.Add("kprobe_events", "");
        _tracefs.Add("uprobe_events", "");
        _tracefs.Add("README", Readme);
        _tracefs.Add("kallsyms", "ffffffff81000000 T vfs_read\nffffffff81000100 t vfs_write\t[mod]\nffffffff81000200 D vfs_data\nffffffff81000300 T int3_handler\n");
        _tracefs.Add("blacklist", "0xffffffff81000300-0xffffffff81000400\tint3_handler\n");
        _journal = UndoJournal.Open(_tracefs.Journals);
        _probes = Control();
    }

    [Fact]
    public void Make_AddsToTheListInAGroupOfOurOwn()
    {
        EventName name = Assert.Single(_probes.Make([Parse("p:vfs_read n=$arg3")]));
        Assert.Equal(new EventName(ProbeControl.Group, "vfs_read"), name);
        Assert.Equal($"{Others}p:{ProbeControl.Group}/vfs_read vfs_read n=$arg3\n", _tracefs.Read("dynamic_events"));
        Assert.Contains($"\"kind\":\"RemoveProbe\",\"path\":\"{_tracefs.Root}/dynamic_events\",\"oldTokens\":[\"{ProbeControl.Group}/vfs_read\"]", Journal(), StringComparison.Ordinal);
    }

    [Fact]
    public void SameFunctionTwice_HasAnotherNameEachTime() => Assert.Equal(
        ["vfs_read", "vfs_read_1", "vfs_read__return"],
        _probes.Make([Parse("p:vfs_read"), Parse("p:vfs_read n=$arg3"), Parse("r:vfs_read")]).Select(name => name.Name));

    [Fact]
    public void Undo_TakesProbesOutAfterTheInstance()
    {
        _probes.Make([Parse("p:vfs_read")]);
        string instance = Path.Combine(_tracefs.Root, "instances", "ftop-1");
        _journal.WillMakeInstance(instance);
        _probes.Make([Parse("r:vfs_read")]);
        Directory.CreateDirectory(instance);
        UndoReport report = _journal.UndoAll();
        Assert.Empty(report.Failed);
        Assert.Equal([$"removed {instance}", $"removed probe {ProbeControl.Group}/vfs_read__return", $"removed probe {ProbeControl.Group}/vfs_read"], report.Done);
        Assert.EndsWith($"-:{ProbeControl.Group}/vfs_read__return\n-:{ProbeControl.Group}/vfs_read\n", _tracefs.Read("dynamic_events"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("p:vfs_raed", 3, "the kernel has no function vfs_raed, or its module is not loaded; near is vfs_read")]
    [InlineData("p:mine vfs_data", 8, "the kernel has no function vfs_data")]
    [InlineData("p:int3_handler", 3, "the kernel lets no probe be on int3_handler")]
    [InlineData("p:vfs_read a=$retval", 14, "a return value is known at the return alone")]
    [InlineData("p:vfs_read a=$arg0", 14, "arguments are counted from 1")]
    [InlineData("p:vfs_read a=$argx", 14, "'$argx' is no argument")]
    [InlineData("p:vfs_read a=+8($foo):x64", 17, "'$foo' is nothing that a probe knows")]
    [InlineData("p:vfs_read+4 a=$arg1", 16, "$arg1 is known at a function's entry alone")]
    [InlineData("r:vfs_read a=$arg1", 14, "this kernel knows arguments at the entry alone")]
    [InlineData("r:vfs_read+4", 3, "a return is of a whole function")]
    [InlineData("p:/bin/sh:0x100 a=$arg1", 19, "a probe in a program has no $arg1")]
    [InlineData("p:/nowhere/app:main", 3, "there is no file /nowhere/app")]
    [InlineData("f:vfs_read", 1, "this kernel has no fprobes")]
    [InlineData("e:sched/sched_switch", 1, "this kernel has no eprobes")]
    [InlineData("s:lat u64 lat", 1, "this kernel was built without CONFIG_SYNTH_EVENTS=y")]
    public void WhatCannotBe_IsToldBeforeTheKernelIsAsked(string text, int column, string reason)
    {
        ProbeException refusal = Assert.Throws<ProbeException>(() => _probes.Make([Parse("p:vfs_read"), Parse(text)]));
        Assert.Equal(column, refusal.Fault.ColumnNumber);
        Assert.StartsWith(reason, refusal.Fault.Reason, StringComparison.Ordinal);
        Assert.Equal(Others, _tracefs.Read("dynamic_events"));
    }

    [Fact]
    public void UnknownRegister_IsToldWithThoseOfTheMachine()
    {
        Assert.SkipUnless(RuntimeInformation.OSArchitecture == Architecture.X64, "the registers of x86-64");
        ProbeException refusal = Assert.Throws<ProbeException>(() => _probes.Make([Parse("p:vfs_read a=%x0 b=\"%ax$y\"")]));
        Assert.Equal(14, refusal.Fault.ColumnNumber);
        Assert.StartsWith("this machine has no register %x0; it has ax, bx,", refusal.Fault.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void ArchitectureWithoutArguments_IsTold()
    {
        _tracefs.Add("README", "$stack<index>, $stack, $retval, $comm,\n");
        ProbeException refusal = Assert.Throws<ProbeException>(() => Control().Make([Parse("p:vfs_read a=$arg1")]));
        Assert.StartsWith("this kernel knows no $arg1 on this architecture", refusal.Fault.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void TakenName_IsToldWithItsColumn()
    {
        _probes.Make([Parse("p:mine vfs_read")]);
        ProbeException refusal = Assert.Throws<ProbeException>(() => _probes.Make([Parse("p:mine vfs_write")]));
        Assert.Equal("column 3: there is a probe mine already; expected another name", refusal.Fault.Line);
    }

    [Fact]
    public void KernelWithoutProbes_NamesTheOption()
    {
        File.Delete(Path.Combine(_tracefs.Root, "kprobe_events"));
        ProbeException refusal = Assert.Throws<ProbeException>(() => _probes.Make([Parse("p:vfs_read")]));
        Assert.Equal(TracefsFailure.NotSupported, refusal.Failure);
        Assert.Contains("CONFIG_KPROBE_EVENTS=y", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OlderKernel_HasAListForEachKind()
    {
        File.Delete(Path.Combine(_tracefs.Root, "dynamic_events"));
        _probes.Make([Parse("p:vfs_read"), Parse("p:/bin/sh:0x100")]);
        Assert.Equal($"p:{ProbeControl.Group}/vfs_read vfs_read\n", _tracefs.Read("kprobe_events"));
        Assert.Equal($"p:{ProbeControl.Group}/sh_0x100 /bin/sh:0x100\n", _tracefs.Read("uprobe_events"));
    }

    [Fact]
    public void FunctionOfALibrary_IsWhereReadelfHasIt()
    {
        string library = File.ReadLines("/proc/self/maps").First(line => line.Contains("/libc.so", StringComparison.Ordinal)).Split(' ')[^1];
        Assert.True(NativeLibrary.TryGetExport(NativeLibrary.Load(library), "getppid", out nint address));
        string[] mapping = File.ReadLines("/proc/self/maps").Where(line => line.EndsWith(library, StringComparison.Ordinal)).First(line => IsIn(line, address)).Split(' ');
        long offset = address - Hex(mapping[0].Split('-')[0]) + Hex(mapping[2]);
        _probes.Make([Parse($"p:{library}:getppid")]);
        Assert.EndsWith($"p:{ProbeControl.Group}/getppid {library}:0x{offset:x}\n", _tracefs.Read("dynamic_events"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(3000)]
    public void DamagedFile_IsToldAsNone(int kept)
    {
        string path = Path.Combine(_tracefs.Root, "damaged");
        byte[] elf = File.ReadAllBytes(Environment.ProcessPath!);
        File.WriteAllBytes(path, elf[..kept]);
        ProbeException refusal = Assert.Throws<ProbeException>(() => _probes.Make([Parse($"p:{path}:main")]));
        Assert.Equal(3, refusal.Fault.ColumnNumber);
    }

    [Fact]
    public void Lists_AreReadAsTheKernelPrintsThem()
    {
        const string Text = "p:ftop_1/a vfs_read n=$arg1\nr16:ftop_1/b vfs_read\ns:lat u64 lat;\n";
        Assert.True(ProbeList.Has(Text, "ftop_1/a"));
        Assert.True(ProbeList.Has(Text, "ftop_1/b"));
        Assert.True(ProbeList.Has(Text, "synthetic/lat"));
        Assert.False(ProbeList.Has(Text, "ftop_1/vfs_read"));
    }

    public void Dispose()
    {
        _journal.Dispose();
        _tracefs.Dispose();
    }

    private static bool IsIn(string mapping, nint address) => mapping.Split(' ')[0].Split('-') is [string start, string end] && address >= Hex(start) && address < Hex(end);

    private static long Hex(string text) => long.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static ProbeDefinition Parse(string text)
    {
        Assert.True(ProbeParser.TryParse(text, out ProbeDefinition? definition, out ProbeFault? fault), fault?.WithCaret);
        return definition;
    }

    private ProbeControl Control() => new(_tracefs.Root, _journal, new KernelFunctions(Path.Combine(_tracefs.Root, "kallsyms"), Path.Combine(_tracefs.Root, "blacklist")));

    private string Journal() => File.ReadAllText(Assert.Single(Directory.GetFiles(_tracefs.Journals)));
}
