using Kunskapsstyrning.Host.Commands;

return await CommandLine.Run(args);
