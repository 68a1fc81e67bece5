using Kunskapsstyrning.Kernel;

namespace Kunskapsstyrning.Nivastrukturering.Contracts;

/// <summary>The same job is running already, here or in another process: exit code 8.</summary>
/// <param name="message">Swedish: which, and what to do.</param>
public sealed class JobRunningException(string message) : DomainException("job.running", message);

/// <summary>A mapping file that can't be used: a fault of the host's configuration, not of the delivery.</summary>
/// <param name="message">Swedish: what is wrong in the file.</param>
public sealed class InvalidMappingException(string message) : DomainException("mapping.invalid", message);
