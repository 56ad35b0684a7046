using Ftop.Commands;

return await new FtopCommand(_ => Task.FromResult(0)).Run(args, Console.Out, Console.Error);
