using System.Text;
using System.Text.RegularExpressions;
using Ftop.Decoding.Formats;
using Ftop.Decoding.RingBuffer;
using Ftop.Decoding.SystemCalls;
using Ftop.Decoding.Tests.Data;
using Capture = Ftop.Decoding.Tests.Data.Capture;

namespace Ftop.Decoding.Tests.SystemCalls;

public sealed partial class SystemCallTableTests
{
    [Theory]
    [InlineData(SystemCallAbi.X64, 0, "read")]
    [InlineData(SystemCallAbi.X64, 110, "getppid")]
    [InlineData(SystemCallAbi.X64, 257, "openat")]
    [InlineData(SystemCallAbi.X64, 262, "newfstatat")]
    [InlineData(SystemCallAbi.X64, 334, "rseq")]
    [InlineData(SystemCallAbi.X64, 335, "uretprobe")]
    [InlineData(SystemCallAbi.X64, 447, "memfd_secret")]
    [InlineData(SystemCallAbi.X64, 462, "mseal")]
    [InlineData(SystemCallAbi.X64, 469, "file_setattr")]
    [InlineData(SystemCallAbi.X86, 0, "restart_syscall")]
    [InlineData(SystemCallAbi.X86, 5, "open")]
    [InlineData(SystemCallAbi.X86, 110, "iopl")]
    [InlineData(SystemCallAbi.X86, 192, "mmap2")]
    [InlineData(SystemCallAbi.X86, 403, "clock_gettime64")]
    [InlineData(SystemCallAbi.X86, 435, "clone3")]
    [InlineData(SystemCallAbi.X32, 0x40000000 | 257, "openat")]
    [InlineData(SystemCallAbi.X32, 0x40000000 | 321, "bpf")]
    [InlineData(SystemCallAbi.X32, 0x40000000 | 512, "rt_sigaction")]
    [InlineData(SystemCallAbi.X32, 0x40000000 | 547, "pwritev2")]
    [InlineData(SystemCallAbi.Arm64, 0, "io_setup")]
    [InlineData(SystemCallAbi.Arm64, 56, "openat")]
    [InlineData(SystemCallAbi.Arm64, 63, "read")]
    [InlineData(SystemCallAbi.Arm64, 79, "newfstatat")]
    [InlineData(SystemCallAbi.Arm64, 220, "clone")]
    [InlineData(SystemCallAbi.Arm64, 222, "mmap")]
    [InlineData(SystemCallAbi.Arm64, 223, "fadvise64")]
    [InlineData(SystemCallAbi.Arm64, 278, "getrandom")]
    [InlineData(SystemCallAbi.Arm64, 291, "statx")]
    [InlineData(SystemCallAbi.Arm64, 451, "cachestat")]
    [InlineData(SystemCallAbi.ArmEabi, 3, "read")]
    [InlineData(SystemCallAbi.ArmEabi, 322, "openat")]
    [InlineData(SystemCallAbi.ArmEabi, 397, "statx")]
    [InlineData(SystemCallAbi.ArmEabi, 422, "futex_time64")]
    [InlineData(SystemCallAbi.ArmEabi, 0x0f0005, "set_tls")]
    public void Number_HasTheNameOfItsAbi(SystemCallAbi abi, long number, string name) => Assert.Equal(name, SystemCallTable.Of(abi).Name(number));

    [Theory]
    [InlineData(SystemCallAbi.X64, -1, "syscall_-1")]
    [InlineData(SystemCallAbi.X64, 400, "syscall_400")]
    [InlineData(SystemCallAbi.X64, 9999, "syscall_9999")]
    [InlineData(SystemCallAbi.Arm64, 244, "syscall_244")]
    [InlineData(SystemCallAbi.ArmEabi, 0x0f0000, "syscall_983040")]
    [InlineData(SystemCallAbi.X64, long.MinValue, "syscall_-9223372036854775808")]
    public void UnknownNumber_IsShownByNumber(SystemCallAbi abi, long number, string name) => Assert.Equal(name, SystemCallTable.Of(abi).Name(number));

    [Fact]
    public void X32Number_IsUnderstoodByTheNativeTable() => Assert.Equal("rt_sigaction", SystemCallTable.Of(SystemCallAbi.X64).Name(0x40000000 | 512));

    [Theory]
    [InlineData("x86_64", SystemCallAbi.X64, SystemCallAbi.X86)]
    [InlineData("aarch64", SystemCallAbi.Arm64, SystemCallAbi.ArmEabi)]
    [InlineData("armv7l", SystemCallAbi.ArmEabi, SystemCallAbi.ArmEabi)]
    [InlineData("i686", SystemCallAbi.X86, SystemCallAbi.X86)]
    public void Machine_HasANativeAndACompatAbi(string machine, SystemCallAbi native, SystemCallAbi compat)
    {
        Assert.True(SystemCallTable.TryFindAbi(machine, out SystemCallAbi abi, out SystemCallAbi compatAbi));
        Assert.Equal((native, compat), (abi, compatAbi));
        Assert.False(SystemCallTable.TryFindAbi("riscv64", out _, out _));
    }

    [Fact]
    public void Names_AreFoundBack()
    {
        foreach (SystemCallAbi abi in Enum.GetValues<SystemCallAbi>())
        {
            SystemCallTable table = SystemCallTable.Of(abi);
            Assert.Equal("pidfd_send_signal", table.Name(424));
            Assert.Equal(424, table.Find("pidfd_send_signal"));
            Assert.Equal(-1, table.Find("no_such_call"));
        }
    }

    // Where an event is named otherwise than the call, the kernel's function has another name (SYSCALL_DEFINE).
    [Fact]
    public void EverySystemCallEventOfAKernel_HasANameInTheTable()
    {
        HashSet<string> renamed = ["newstat", "newfstat", "newlstat", "newuname", "sendfile64", "umount", "ni_syscall"];
        SystemCallTable table = SystemCallTable.Of(SystemCallAbi.X64);
        string[] events = [.. TestData.Formats(Path.Combine(TestData.Root, "host-x86_64-6.18", "formats.tar.gz"))
            .Where(file => file.System == "syscalls")
            .Select(file => EventName().Match(Encoding.ASCII.GetString(file.Text)).Groups[1].Value)
            .Where(name => name.Length > 0 && !renamed.Contains(name))];
        Assert.True(events.Length > 300, $"{events.Length}");
        Assert.DoesNotContain(events, name => table.Find(name) < 0);
    }

    // sys_enter carries the number: what was recorded names itself.
    [Theory]
    [InlineData("guest-x86_64-6.1", "ev_syscalls")]
    [InlineData("host-x86_64-6.18", "syscalls")]
    public void RecordedNumbers_HaveTheNamesOfTheirEvents(string machine, string scenario)
    {
        Dictionary<string, string> renamed = new()
        {
            ["newstat"] = "stat",
            ["newfstat"] = "fstat",
            ["newlstat"] = "lstat",
            ["newuname"] = "uname",
            ["sendfile64"] = "sendfile",
            ["umount"] = "umount2",
        };
        var table = new EventFormatTable(TestData.Formats(Path.Combine(TestData.Root, machine, "formats.tar.gz"))
            .Select(file => EventFormatParser.TryParse(file.Text, file.System, out EventFormat? format, out _) ? format : null)
            .OfType<EventFormat>());
        var capture = new Capture($"{machine}/{scenario}");
        int seen = 0;
        foreach (ReadOnlyMemory<byte> subBuffer in capture.Cpus.SelectMany(cpu => capture.SubBuffers(cpu.Name)))
        {
            var reader = new SubBufferReader(subBuffer.Span, capture.Layout);
            while (reader.TryReadNext(out EventRecord record))
            {
                if (table.Find(record.TypeId) is { System: "syscalls" } format)
                {
                    var field = new FieldReader(format.Find("__syscall_nr")!);
                    Assert.True(field.TryReadInteger(record.Payload, out long number));
                    string name = format.Name[(format.Name.IndexOf('_', 4) + 1)..];
                    Assert.Equal(renamed.GetValueOrDefault(name, name), SystemCallTable.Of(SystemCallAbi.X64).Name(number));
                    seen++;
                }
            }
        }

        Assert.True(seen > 300, $"{seen}");
    }

    [GeneratedRegex("^name: sys_enter_(.*)$", RegexOptions.Multiline)]
    private static partial Regex EventName();
}
