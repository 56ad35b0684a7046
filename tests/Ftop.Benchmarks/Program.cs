#if !NATIVE
using BenchmarkDotNet.Running;
#endif
using Ftop.Benchmarks;

if (args is ["decode", string path, string repeatsText] && int.TryParse(repeatsText, out int repeats) && repeats > 0)
{
    return DecodeRun.Run(path, repeats);
}

#if NATIVE
Console.Error.WriteLine("usage: Ftop.Benchmarks decode FILE REPEATS");
return 2;
#else
BenchmarkSwitcher.FromAssembly(typeof(DecodeRun).Assembly).Run(args);
return 0;
#endif
