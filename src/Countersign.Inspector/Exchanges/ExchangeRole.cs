namespace Countersign.Inspector.Exchanges;

/// <summary>What an exchange is for.</summary>
public enum ExchangeRole
{
    /// <summary>What was wanted, or tried.</summary>
    Request,

    /// <summary>The question of a browser whether a script of another origin may ask (Fetch, CORS-preflight).</summary>
    Preflight,

    /// <summary>CONNECT to a proxy.</summary>
    Connect,

    /// <summary>A question to an authorization server: a token, its metadata.</summary>
    Authorization,

    /// <summary>A question of the inspector's own, to decide what the others leave open.</summary>
    Probe,
}
