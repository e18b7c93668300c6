using Countersign.Inspector.Exchanges;

namespace Countersign.Inspector.Checks;

/// <summary>What an exchange has. Checks that need what it has not are not asked: nearly all exchanges of a recording are none of their business.</summary>
[Flags]
internal enum Traits
{
    /// <summary>Nothing but itself.</summary>
    None = 0,

    /// <summary>A request that shows credentials.</summary>
    Credentials = 1,

    /// <summary>An answer that offers schemes, whatever its status.</summary>
    Challenge = 2,

    /// <summary>An answer of 401, 403 or 407.</summary>
    Refusal = 4,

    /// <summary>An answer that sets cookies.</summary>
    SetCookie = 8,

    /// <summary>A request that says which page asks: Origin.</summary>
    Origin = 16,
}

/// <summary>Tells the traits of exchanges.</summary>
internal static class TraitsOf
{
    public static Traits Exchange(Exchange exchange)
    {
        var traits = Traits.None;
        if (exchange.Request is { } request)
        {
            traits |= request.HasCredentials ? Traits.Credentials : Traits.None;
            traits |= request.Fields.Has("Origin") ? Traits.Origin : Traits.None;
        }

        if (exchange.Response is { } response)
        {
            traits |= response.Fields.Has("WWW-Authenticate") || response.Fields.Has("Proxy-Authenticate") ? Traits.Challenge : Traits.None;
            traits |= response.Status is 401 or 403 or 407 ? Traits.Refusal : Traits.None;
            traits |= response.Fields.Has("Set-Cookie") ? Traits.SetCookie : Traits.None;
        }

        return traits;
    }
}
