using Kunskapsstyrning.Host.Adapters.Isolation;
using Kunskapsstyrning.Host.Commands;

return args is [AdapterProcess.Command] ? AdapterProcess.Run() : await CommandLine.Run(args);
