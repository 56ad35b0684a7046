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

    private UserConfig Read(string text)
    {
        File.WriteAllText(_path, text);
        return UserConfig.Read(_path);
    }
}
