using System.Net;
using Countersign.WebConsole.Guarding;
using Countersign.WebConsole.Ports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Countersign.WebConsole;

/// <summary>How a console is served, and what it may see and reach.</summary>
internal sealed record ConsoleOptions
{
    /// <summary>The version that it tells.</summary>
    public string Version { get; init; } = "";

    /// <summary>The time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Where requests of its own may go.</summary>
    public Reach Reach { get; init; } = Reach.Internet;

    /// <summary>The names that it is served under; null where whoever mounts it looks at the name.</summary>
    public HostNames? Hosts { get; init; } = HostNames.Local;

    /// <summary>The gateway that it watches; null for none.</summary>
    public IGatewayView? Gateway { get; init; }

    /// <summary>Asks addresses; null where nothing is asked.</summary>
    public IVisits? Visits { get; init; }

    /// <summary>Where the simulator and the exercises listen beside it, port 0 for a free one; null where it may open nothing, and their pages tell how it may.</summary>
    public IPEndPoint? Lab { get; init; } = new(IPAddress.Loopback, 0);

    /// <summary>The line of the configuration that would name it; empty where nothing is configured.</summary>
    public string LabLine { get; init; } = "";

    /// <summary>How far its person is in the exercises; null where that is known only as long as it runs.</summary>
    public IKeptProgress? Progress { get; init; }

    /// <summary>Who learns of what fails.</summary>
    public ILoggerFactory Loggers { get; init; } = NullLoggerFactory.Instance;
}
