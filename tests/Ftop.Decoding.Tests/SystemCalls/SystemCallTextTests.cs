using System.Buffers.Binary;
using System.Text;
using Ftop.Decoding.Formats;
using Ftop.Decoding.RingBuffer;
using Ftop.Decoding.SystemCalls;

namespace Ftop.Decoding.Tests.SystemCalls;

/// <summary>Calls as they were made, by name and type of their arguments.</summary>
public sealed class SystemCallTextTests
{
    private const int AtFdCwd = -100;
    private const long Pointer = 0x7ffd3a1b2c80;

    private static readonly EventFormat Raw = Format("sys_enter", 443, "raw_syscalls", ("long id", 8, 8), ("unsigned long args[6]", 16, 48));

    // As on Linux 6.18.
    private static readonly EventFormat Openat = Format(
        "sys_enter_openat", 782, "syscalls", Nr, ("int dfd", 16, 8), ("const char * filename", 24, 8), ("int flags", 32, 8), ("umode_t mode", 40, 8));

    private static readonly EventFormat Mmap = Format(
        "sys_enter_mmap", 174, "syscalls", Nr, ("unsigned long addr", 16, 8), ("unsigned long len", 24, 8), ("unsigned long prot", 32, 8), ("unsigned long flags", 40, 8),
        ("unsigned long fd", 48, 8), ("unsigned long off", 56, 8));

    private static (string Field, int Offset, int Size) Nr => ("int __syscall_nr", 8, 4);

    [Fact]
    public void Registers_AreNamedByTheCallsOwnEvent()
    {
        Assert.Equal("openat(dfd=-100, filename=0x7ffd3a1b2c80, flags=0x80000, mode=0)", Write("openat", Openat, AtFdCwd, Pointer, 0x80000, 0));
        Assert.Equal("openat(dfd=3, filename=NULL, flags=0x241, mode=0644)", Write("openat", Openat, 3, 0, 0x241, 0x1a4));
        Assert.Equal("mmap(addr=0, len=4096, prot=0x3, flags=0x22, fd=-1, off=0)", Write("mmap", Mmap, 0, 4096, 3, 0x22, -1, 0));
        Assert.Equal("mmap(addr=0x7f0000000000, len=0x200000, prot=0x1, flags=0x2, fd=3, off=8192)", Write("mmap", Mmap, 0x7f0000000000, 0x200000, 1, 2, 3, 8192));
    }

    /// <summary>The kernel leaves in the upper half of a register what was there: an int is its lower half.</summary>
    [Fact]
    public void Int_IsTheLowerHalfOfItsRegister() =>
        Assert.Equal("openat(dfd=-100, filename=NULL, flags=0x80000000, mode=0)", Write("openat", Openat, unchecked((long)0xffffffffffffff9c), 0, unchecked((long)0xffffffff80000000), 0));

    [Fact]
    public void WithoutItsEvent_TheRegistersAreThere() =>
        Assert.Equal("open (i386)(0x804c010, 577, 420, 0, 0, 0x7ffd3a1b2c80)", Write("open (i386)", null, 0x804c010, 577, 420, 0, 0, Pointer));

    /// <summary>As newer kernels copy it behind the numbers.</summary>
    [Fact]
    public void TextThatTheRecordHas_StandsForThePointer()
    {
        EventFormat openat = Format("sys_enter_openat", 782, "syscalls", Nr, ("int dfd", 16, 8), ("const char * filename", 24, 8), ("__data_loc char[] __filename_val", 32, 4));
        byte[] record = [.. Record(782, AtFdCwd, Pointer).AsSpan(0, 32), 36, 0, 12, 0, .. "/etc/\e[2Jpw\0"u8];
        var text = new SystemCallText("openat", Raw, openat, Layout);
        Assert.True(text.HasText(782));
        Assert.False(text.HasText(443));
        Assert.Equal("openat(dfd=-100, filename=\"/etc/\e[2Jpw\")", text.Write(new EventRecord(1, record, bigEndian: false)));
        Assert.Equal("openat(dfd=-100, filename=0x7ffd3a1b2c80)", Write("openat", openat, AtFdCwd, Pointer));
    }

    [Fact]
    public void ShortRecord_HasNoMoreThanItHas()
    {
        var text = new SystemCallText("openat", Raw, Openat, Layout);
        Assert.Equal("openat(dfd=?, filename=?, flags=?, mode=?)", text.Write(new EventRecord(1, Record(443, 3).AsSpan(0, 24), bigEndian: false)));
        Assert.Null(text.Write(new EventRecord(1, Record(7, 3), bigEndian: false)));
        Assert.Null(text.Write(new EventRecord(1, [], bigEndian: false)));
    }

    [Fact]
    public void EventOfARenamedCall_IsFound()
    {
        Assert.Equal(["sys_enter_fstat", "sys_enter_newfstat"], SystemCallText.EventNames("fstat"));
        Assert.Equal(["sys_enter_openat"], SystemCallText.EventNames("openat"));
    }

    private static HeaderPage Layout { get; } = new() { LongSizeBytes = 8 };

    private static string? Write(string name, EventFormat? enter, params long[] arguments) =>
        new SystemCallText(name, Raw, enter, Layout).Write(new EventRecord(1, Record(443, arguments), bigEndian: false));

    private static byte[] Record(ushort type, params long[] arguments)
    {
        byte[] record = new byte[64];
        BinaryPrimitives.WriteUInt16LittleEndian(record, type);
        for (int i = 0; i < arguments.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(16 + (8 * i)), arguments[i]);
        }

        return record;
    }

    private static EventFormat Format(string name, int id, string system, params (string Field, int Offset, int Size)[] fields)
    {
        var text = new StringBuilder($"name: {name}\nID: {id}\nformat:\n\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;\n\n");
        foreach ((string field, int offset, int size) in fields)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\tfield:{field};\toffset:{offset};\tsize:{size};\tsigned:0;\n");
        }

        Assert.True(EventFormatParser.TryParse(text.Append("\nprint fmt: \"\"\n").ToString(), system, out EventFormat? format, out TextDiagnostic diagnostic), diagnostic.ToString());
        return format;
    }
}
