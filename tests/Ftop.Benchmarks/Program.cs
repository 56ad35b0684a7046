using Ftop.Benchmarks;

switch (args)
{
    case ["decode", string path, string repeatsText] when int.TryParse(repeatsText, out int repeats) && repeats > 0:
        return DecodeRun.Run(path, repeats);
    case ["symbols", string path]:
        return SymbolsRun.Run(path);
    case ["formats", string path]:
        return FormatsRun.Run(path);
    case ["merge"]:
        return MergeRun.Run();
    case ["costs"]: // what multiplies by CPUs and rows
        return MergeRun.Run() + MemoryRun.Run() + TickRun.Run();
    case ["memory"]:
        return MemoryRun.Run();
    case ["tick"]:
        return TickRun.Run();
    case ["count", string repeatsText, .. string[] paths] when int.TryParse(repeatsText, out int repeats) && repeats > 0:
        return CountRun.Run(repeats, paths.FirstOrDefault());
    default:
#if NATIVE
        Console.Error.WriteLine("usage: Ftop.Benchmarks decode FILE REPEATS | symbols FILE | formats TRACEFS | merge | tick | memory | costs | count REPEATS [FILE]");
        return 2;
#else
        BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(typeof(DecodeRun).Assembly).Run(args);
        return 0;
#endif
}
