using Ftop;
using Ftop.Commands;
using Ftop.Live;

TextWriter error = StandardStream.Error.ToText();
return await new FtopCommand(options => LiveRun.Run(options, error))
    .With(ListCommand.Create())
    .With(ReportCommand.Create(StandardStream.Output))
    .With(ReplayCommand.Create(error))
    .With(DoctorCommand.Create())
    .With(ResetCommand.Create())
    .Run(args, StandardStream.Output.ToText(), error);
