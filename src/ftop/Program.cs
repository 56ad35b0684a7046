using Ftop;
using Ftop.Commands;
using Ftop.Reporting;
using Ftop.Runs;

HugePages.Refuse();
TextWriter error = StandardStream.Error.ToText();
using IDisposable lastResort = LastResort.Install(error);
return await new FtopCommand(options => LiveRun.Run(options, error))
    .With(ListCommand.Create())
    .With(RecordCommand.Create(error))
    .With(ReportCommand.Create(Console.IsOutputRedirected ? StandardStream.Output : new PlainStream(StandardStream.Output)))
    .With(ReplayCommand.Create(error))
    .With(CaptureCommand.Create())
    .With(ConvertCommand.Create())
    .With(DoctorCommand.Create())
    .With(ResetCommand.Create())
    .Run(RecordCommand.Arrange(args), StandardStream.Output.ToText(), error);
