using Ftop.Tui.Tests;

return args is ["on-a-terminal", string deed] ? OnATerminal.Run(deed) : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
