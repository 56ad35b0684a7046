namespace Ftop.TraceDat.Tests;

/// <summary>A file that goes when it is not needed.</summary>
internal sealed class TemporaryFile : IDisposable
{
    public string Path { get; } = System.IO.Path.GetTempFileName();

    public void Dispose() => File.Delete(Path);
}
