namespace Countersign.WebConsole.Ports;

/// <summary>What is asked, as whom, and with what to show.</summary>
/// <param name="Method">The method.</param>
/// <param name="Url">The address, without credentials in it.</param>
internal sealed record VisitOrder(string Method, Uri Url)
{
    /// <summary>Who asks.</summary>
    public Asker As { get; init; }

    /// <summary>The origin of the page whose script asks; null for the address's own.</summary>
    public string? Origin { get; init; }

    /// <summary>A user's name, for Basic and Digest.</summary>
    public string? User { get; init; }

    /// <summary>The password.</summary>
    public Secret? Password { get; init; }

    /// <summary>An access token.</summary>
    public Secret? Token { get; init; }

    /// <summary>Whether credentials may travel where anybody can read them.</summary>
    public bool AllowsCleartext { get; init; }

    /// <summary>Whether further questions are asked: without credentials, with invented ones, by other methods.</summary>
    public bool Probes { get; init; }
}
