using Ftop;
using Ftop.Commands;

return await new FtopCommand(null)
    .With(ListCommand.Create())
    .With(DoctorCommand.Create())
    .With(ResetCommand.Create())
    .Run(args, StandardStream.Output.ToText(), StandardStream.Error.ToText());
