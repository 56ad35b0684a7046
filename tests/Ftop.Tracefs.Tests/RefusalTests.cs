using System.Runtime.InteropServices;
using Ftop.Tracefs.Control;
using Ftop.Tracefs.Errors;
using Ftop.Tracefs.Native;
using Ftop.Tracefs.Undo;

namespace Ftop.Tracefs.Tests;

/// <summary>Refusals of the running kernel, provoked: each is one line with the operation, the path, the errno by name and the remedy.</summary>
public sealed partial class RefusalTests : IDisposable
{
    private readonly FakeTracefs _temp = new();
    private readonly UndoJournal _journal;
    private readonly TracefsInstance _instance;

    public RefusalTests()
    {
        _journal = UndoJournal.Open(_temp.Journals);
        _instance = TracefsInstance.Create(TracefsMount.At(RealTracefs.RequireRoot()), _journal);
    }

    public void Dispose()
    {
        _instance.Dispose();
        _journal.Dispose();
        _temp.Dispose();
    }

    [Fact]
    public void TracerWhileSomebodyReads_IsBusy()
    {
        Assert.SkipUnless(_instance.Tracer.Available.Contains("function"), "this kernel has no tracer to switch to");
        OpenFile pipe = Open("per_cpu/cpu0/trace_pipe_raw");
        try
        {
            AssertLine("write 'function'", "current_tracer", "EBUSY", "stop the other tracing program", () => _instance.Tracer.Set("function"));
        }
        finally
        {
            pipe.Close();
        }
    }

    [Fact]
    public void SecondReaderOfTracePipe_IsBusy()
    {
        OpenFile pipe = Open("trace_pipe");
        try
        {
            AssertLine("read", "trace_pipe", "EBUSY", "somebody else reads this buffer: stop the other reader", () => _instance.File("trace_pipe").ReadText());
        }
        finally
        {
            pipe.Close();
        }
    }

    [Fact]
    public void RemovalOfAnInstanceWhoseFileIsOpen_IsBusyAndStaysToBeDone()
    {
        OpenFile file = Open("tracing_on");
        string failure = Assert.Single(_journal.UndoBelow(_instance.Directory).Failed);
        Assert.Equal($"rmdir {_instance.Directory}: EBUSY: in use by somebody else: stop the other tracing program, then try again", failure);
        file.Close();
        Assert.Equal($"removed {_instance.Directory}", Assert.Single(_journal.UndoBelow(_instance.Directory).Done));
    }

    [Fact]
    public void SizeOfAMappedBuffer_IsBusy()
    {
        const int PageBytes = 4096;
        OpenFile pipe = Open("per_cpu/cpu0/trace_pipe_raw");
        try
        {
            nint map = Map(0, PageBytes, 1, 1, pipe.Descriptor, 0);
            Assert.SkipUnless(map != -1, "ring buffers cannot be mapped before Linux 6.10");
            AssertLine("write '500'", "buffer_size_kb", "EBUSY", "the buffer is mapped or being read by somebody else", () => _instance.BufferSize.Set(500));
            Assert.Equal(0, Unmap(map, PageBytes));
        }
        finally
        {
            pipe.Close();
        }
    }

    [Fact]
    public void BufferLargerThanMemory_IsOutOfMemoryAndTakesNone()
    {
        int before = _instance.BufferSize.Set(100);
        int absurdKb = (int)Math.Min(int.MaxValue, 10 * (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 10));
        AssertLine($"write '{absurdKb}'", "buffer_size_kb", "ENOMEM", "choose a smaller --buffer-size", () => _instance.BufferSize.Set(absurdKb));
        Assert.Equal(before, _instance.BufferSize.CurrentKb);
    }

    [Fact]
    public void FilterThatDoesNotParse_IsInvalidWithTheKernelsReason() =>
        AssertLine(
            "write 'prev_pid =='", "events/sched/sched_switch/filter", "EINVAL", "Invalid value", () => _instance.Events.SetFilter(new EventName("sched", "sched_switch"), "prev_pid =="));

    [Fact]
    public void UnknownTracer_IsInvalidWithTheOffer() =>
        AssertLine("write 'nosuch'", "current_tracer", "EINVAL", "this buffer offers ", () => _instance.Tracer.Set("nosuch"));

    [Theory]
    [InlineData("tracing_on")]
    [InlineData("events/sched/sched_switch/enable")]
    [InlineData("per_cpu/cpu0/trace_pipe_raw")]
    public void FileOfARemovedInstance_IsNoDevice(string name)
    {
        OpenFile file = default;
        Assert.Equal(0, OpenFile.TryOpen(Path.Combine(_instance.Directory, name), PathOnly, out file)); // leads to the file, and does not keep the instance
        _instance.Dispose();
        try
        {
            TracefsException e = Assert.Throws<TracefsException>(() => new ControlFile($"/proc/self/fd/{file.Descriptor}").ReadText());
            Assert.Equal($"read /proc/self/fd/{file.Descriptor}: ENODEV: ", e.Message[..e.Message.IndexOf("ftrace", StringComparison.Ordinal)]);
            AssertLine("read", name, "ENOENT", "the instance was removed by somebody else", () => _instance.File(name).ReadText());
        }
        finally
        {
            file.Close();
        }
    }

    private const int PathOnly = 0x200000; // O_PATH

    private void AssertLine(string operation, string name, string errno, string remedy, Action refused)
    {
        TracefsException e = Assert.Throws<TracefsException>(refused);
        Assert.StartsWith($"{operation} {_instance.Directory}/{name}: {errno}: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    private OpenFile Open(string name)
    {
        Assert.Equal(0, OpenFile.TryOpen(Path.Combine(_instance.Directory, name), Libc.ReadOnly | Libc.NonBlock, out OpenFile file));
        return file;
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint Map(nint address, nint length, int protection, int flags, int descriptor, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(nint address, nint length);
}
