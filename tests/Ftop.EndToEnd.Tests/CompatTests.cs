using System.Runtime.InteropServices;

namespace Ftop.EndToEnd.Tests;

public sealed class CompatTests
{
    [Fact]
    public async Task CallsOfA32BitProgram_HaveTheNamesOfItsAbiAndAreNotMixedWithNativeOnes()
    {
        const int CompatCalls = 300_000;
        const int NativeCalls = 500_000;
        Requirements.Tracefs();
        Assert.SkipUnless(RuntimeInformation.ProcessArchitecture == Architecture.X64, "the 32-bit program is for x86");
        using var compat = new CompatProgram(CompatCalls);
        using RunningProgram alone = RunningProgram.Start("/bin/sh", "-c", $"exec {compat.Path}");
        Assert.SkipUnless(await alone.WaitForExit() == 0, "this kernel runs no 32-bit programs (CONFIG_IA32_EMULATION)");

        using RunningProgram ftop = RunningProgram.StartFtop(
            "-b", "--json", "-e", "raw_syscalls", "--buffer-size", "131072", "--", "/bin/sh", "-c", $"{compat.Path} & {Repository.Workload} {NativeCalls} 0 go; wait");
        var sums = new BatchSums();
        await sums.AddAll(ftop);

        Assert.Equal(0, await ftop.WaitForExit());
        Assert.Equal(0, sums.Lost);
        Assert.Equal(CompatCalls, sums.Calls("getppid (i386)", CompatProgram.GetppidNumber));
        Assert.InRange(sums.CallsOf("getppid"), NativeCalls, NativeCalls + 3); // a shell makes one as it starts
        Assert.Equal(0, sums.CallsOf("semget")); // what the i386 number means natively
        Assert.Equal(0, sums.CallsOf("iopl (i386)")); // and the other way round
        Assert.Equal(1, sums.Calls("exit (i386)", 1));
    }
}
