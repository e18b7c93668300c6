namespace Countersign.Inspector.Logs.Classes;

/// <summary>What a user agent says that it is. Anybody can say so: it decides nothing for whoever got in or sent credentials.</summary>
internal enum AgentKind : byte
{
    Other,
    Robot,
    Scanner,
    HealthCheck,
}
