namespace Ftop.Tracefs.Tests;

/// <summary>An ordinary file of sub-buffers in place of a <c>trace_pipe_raw</c>: at its end reads return 0, as a pipe's do.</summary>
internal static class FakePipe
{
    private const int SubBufferBytes = 4096;

    public static string Write(FakeTracefs tracefs, int cpu, params int[] commits)
    {
        byte[] bytes = new byte[commits.Length * SubBufferBytes];
        for (int i = 0; i < commits.Length; i++)
        {
            BitConverter.TryWriteBytes(bytes.AsSpan((i * SubBufferBytes) + 8), (long)commits[i]);
        }

        string path = Path.Combine(tracefs.Root, $"pipe{cpu}");
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
