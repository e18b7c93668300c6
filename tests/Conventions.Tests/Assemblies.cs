using System.Reflection;

namespace Countersign.Conventions;

/// <summary>What src/ builds.</summary>
internal static class Assemblies
{
    public static Assembly Core { get; } = typeof(Decisions.Gate).Assembly;

    public static Assembly AspNetCore { get; } = typeof(AspNetCore.Telemetry.IJournal).Assembly;

    public static Assembly Client { get; } = typeof(Client.ReauthenticationHandler).Assembly;

    public static Assembly ClientStores { get; } = typeof(Client.Stores.SqliteTokenStore).Assembly;

    public static Assembly Inspector { get; } = typeof(Inspector.Inspection).Assembly;

    public static Assembly Gateway { get; } = typeof(Gateway.Configuration.GatewayConfiguration).Assembly;

    public static Assembly Lab { get; } = typeof(Lab.Simulator.SimulatedServer).Assembly;

    public static Assembly WebConsole { get; } = typeof(WebConsole.ConsoleApplication).Assembly;

    public static Assembly Cli { get; } = Assembly.Load("Countersign.Cli");

    public static Assembly[] All { get; } = [Core, AspNetCore, Client, ClientStores, Inspector, Gateway, Lab, WebConsole, Cli];
}
