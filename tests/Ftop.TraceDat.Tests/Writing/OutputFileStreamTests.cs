using System.Diagnostics;
using Ftop.Decoding.Files;
using Ftop.TraceDat.Writing;

namespace Ftop.TraceDat.Tests.Writing;

public sealed class OutputFileStreamTests : IDisposable
{
    private const UnixFileMode Everybody = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private readonly string _own = Directory.CreateTempSubdirectory("ftop-out-").FullName;

    private string Path => System.IO.Path.Combine(_own, "trace.dat");

    private string Victim => System.IO.Path.Combine(_own, "victim");

    public void Dispose() => Directory.Delete(_own, recursive: true);

    [Fact]
    public void Recording_IsForItsOwnerAlone()
    {
        File.WriteAllText(Path, "an older one, which others can read");
        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        using (var file = OutputFileStream.Open(Path))
        {
            file.Empty();
            file.Write("new"u8);
        }

        Assert.Equal("new", File.ReadAllText(Path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
        using var made = OutputFileStream.CreateNew(Path + ".cpu0");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path + ".cpu0"));
    }

    [Fact]
    public void LinkInOnesOwnDirectory_LeadsWhereItLeads()
    {
        File.CreateSymbolicLink(Path, Victim);
        using (var file = OutputFileStream.Open(Path))
        {
            file.Write("new"u8);
        }

        Assert.Equal("new", File.ReadAllText(Victim));
    }

    [Fact]
    public void LinkWhereOthersCanWrite_IsNotFollowed()
    {
        string shared = MakeShared();
        File.WriteAllText(Victim, "mine");
        string link = System.IO.Path.Combine(shared, "trace.dat");
        File.CreateSymbolicLink(link, Victim);
        FileException refused = Assert.Throws<FileException>(() => OutputFileStream.Open(link));
        Assert.Contains("it is a link, and others can write in", refused.Message, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(Victim));
    }

    [Fact]
    public void LinkToADirectoryWhereOthersCanWrite_IsNotFollowed()
    {
        string link = System.IO.Path.Combine(MakeShared(), "data");
        File.CreateSymbolicLink(link, _own);
        FileException refused = Assert.Throws<FileException>(() => OutputFileStream.Open(System.IO.Path.Combine(link, "trace.dat")));
        Assert.StartsWith($"{link}: open: it is a link", refused.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path));
        Assert.Throws<FileException>(() => OutputDirectory.Make(System.IO.Path.Combine(link, "capture")));
    }

    [Fact]
    public void FileWithAnotherNameWhereOthersCanWrite_IsNotTaken()
    {
        File.WriteAllText(Victim, "mine");
        string name = System.IO.Path.Combine(MakeShared(), "trace.dat");
        using (Process link = Process.Start("ln", [Victim, name]))
        {
            link.WaitForExit();
        }

        FileException refused = Assert.Throws<FileException>(() => OutputFileStream.Open(name));
        Assert.Contains("has another name elsewhere", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NewFile_IsNeverALink()
    {
        File.WriteAllText(Victim, "mine");
        File.CreateSymbolicLink(Path + ".part", Victim);
        Assert.Equal(FileErrno.Exists, Assert.Throws<FileException>(() => OutputFileStream.CreateNew(Path + ".part")).Errno);
        OutputFileStream.Remove(Path + ".part");
        using var part = OutputFileStream.CreateNew(Path + ".part", 1 << 20);
        Assert.Equal(0, part.Length);
        Assert.Equal("mine", File.ReadAllText(Victim));
    }

    [Fact]
    public void FileOfAnotherRecorder_IsRefusedWithItsPid()
    {
        using (var first = OutputFileStream.Open(Path))
        {
            FileException refused = Assert.Throws<FileException>(() => OutputFileStream.Open(Path));
            Assert.Contains($"pid {Environment.ProcessId} is recording to it", refused.Message, StringComparison.Ordinal);
            using FileStream reader = File.OpenRead(Path);
            Assert.True(FileLock.IsTaken(reader.SafeFileHandle));
        }

        using var second = OutputFileStream.Open(Path);
    }

    [Fact]
    public void Pipe_IsRefusedAtOnce()
    {
        using (Process make = Process.Start("mkfifo", [Path]))
        {
            make.WaitForExit();
        }

        Assert.Contains("nobody reads this pipe", Assert.Throws<FileException>(() => OutputFileStream.Open(Path)).Message, StringComparison.Ordinal);
        using FileStream both = new(Path, FileMode.Open, FileAccess.ReadWrite);
        Assert.Contains("it is a pipe", Assert.Throws<FileException>(() => OutputFileStream.Open(Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/dev/full", "it is a device: expected a file")]
    [InlineData("/proc/self", "EISDIR: is a directory; name a file")]
    [InlineData("/", "EISDIR: is a directory; name a file")]
    [InlineData("/nosuch/trace.dat", "/nosuch: open: ENOENT: there is no such file or directory")]
    [InlineData("/etc/passwd/trace.dat", "ENOTDIR: a part of the path is no directory")]
    public void WhatIsNoFile_IsSaidInWords(string path, string expected) =>
        Assert.Contains(expected, Assert.Throws<FileException>(() => OutputFileStream.Open(path)).Message, StringComparison.Ordinal);

    [Fact]
    public void LongName_IsSaidInWords() =>
        Assert.Contains("ENAMETOOLONG: the name is too long", Assert.Throws<FileException>(() => OutputFileStream.Open(new string('x', 300))).Message, StringComparison.Ordinal);

    private string MakeShared()
    {
        string shared = System.IO.Path.Combine(_own, "shared");
        Directory.CreateDirectory(shared);
        File.SetUnixFileMode(shared, Everybody | UnixFileMode.StickyBit);
        return shared;
    }
}
