using Ftop.Output;

namespace Ftop.Tests;

public sealed class UserConfigTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void NoFile_GivesDefaults() => Assert.Equal(new UserConfig(), UserConfig.Read(_path + ".none"));

    [Fact]
    public void Preferences_AreRead()
    {
        UserConfig config = Read("{ \"theme\": \"mono\", \"delay\": 2.5, \"ascii\": true, /* why not */ \"mono\": false, \"repair\": 30 }");
        Assert.Equal("mono", config.Theme);
        Assert.Equal(TimeSpan.FromSeconds(2.5), config.Delay);
        Assert.True(config.IsAscii);
        Assert.False(config.IsMono);
        Assert.Equal(TimeSpan.FromSeconds(30), config.Repair);
    }

    [Theory]
    [InlineData("{ \"theme\": \n oops }", "line 2")]
    [InlineData("{ \"repair\": 0 }", "'repair'")]
    [InlineData("[]", "expected an object")]
    [InlineData("{ \"delay\": 61 }", "'delay'")]
    [InlineData("{ \"colour\": 1 }", "'colour'")]
    public void OtherFile_IsRefusedWithItsPlace(string text, string what)
    {
        RefusalException refusal = Assert.Throws<RefusalException>(() => Read(text));
        Assert.Equal(ExitCode.BadInput, refusal.ExitCode);
        Assert.Contains(_path, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(what, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ByteOrderMark_IsTaken() => Assert.Equal("mono", Read("\ufeff{ \"theme\": \"mono\" }").Theme);

    [Theory]
    [InlineData(new byte[] { 0x7b, 0x22, 0x74, 0x68, 0x65, 0x6d, 0x65, 0x22, 0x3a, 0x22, 0xff, 0xfe, 0x22, 0x7d }, "not UTF-8 text")]
    [InlineData(new byte[] { 0x7b, 0x22, 0xc3, 0x22, 0x3a, 0x31, 0x7d }, "not UTF-8 text")]
    public void NoText_IsWrongUsage(byte[] bytes, string what)
    {
        File.WriteAllBytes(_path, bytes);
        AssertRefused(ExitCode.Usage, what);
    }

    [Fact]
    public void HalfASurrogatePair_IsWrongUsage()
    {
        File.WriteAllText(_path, "{ \"theme\": \"\\ud800\" }");
        AssertRefused(ExitCode.Usage, "no text");
    }

    [Fact]
    public void WhatIsNoSmallFile_IsRefusedWithoutWaiting()
    {
        File.WriteAllText(_path, "{}" + new string(' ', Tui.SettingsFile.MostBytes));
        AssertRefused(ExitCode.BadInput, "larger than 64 KiB");
        File.Delete(_path);
        System.Diagnostics.Process.Start("mkfifo", [_path]).WaitForExit();
        AssertRefused(ExitCode.BadInput, "not a regular file");
        File.Delete(_path);
        File.CreateSymbolicLink(_path, "/dev/zero");
        AssertRefused(ExitCode.BadInput, "not a regular file");
    }

    private void AssertRefused(int exitCode, string what)
    {
        RefusalException refusal = Assert.Throws<RefusalException>(() => UserConfig.Read(_path));
        Assert.Equal(exitCode, refusal.ExitCode);
        Assert.Equal($"{_path}: ", refusal.Message[..(_path.Length + 2)]);
        Assert.Contains(what, refusal.Message, StringComparison.Ordinal);
    }

    private UserConfig Read(string text)
    {
        File.WriteAllText(_path, text);
        return UserConfig.Read(_path);
    }
}
