namespace Countersign.Inspector.Emitters;

/// <summary>What kind of program wrote an answer.</summary>
public enum EmitterKind
{
    /// <summary>A web server, which may stand before others or not.</summary>
    Server,

    /// <summary>A proxy, load balancer, gateway or content network between client and server.</summary>
    Intermediary,

    /// <summary>A framework or an application.</summary>
    Application,
}
