using System.Collections.Immutable;

namespace Countersign.Gateway.Doctor.Address;

/// <summary>A request to send.</summary>
/// <param name="Method">Its method.</param>
/// <param name="Url">Its address.</param>
internal sealed record Question(string Method, Uri Url)
{
    public ImmutableArray<(string Name, string Value)> Fields { get; init; } = [];

    /// <summary>The cookies; a session may be among them.</summary>
    public Secret? Cookie { get; init; }

    /// <summary>The content of a form; a password may be in it.</summary>
    public Secret? Form { get; init; }

    /// <summary>Whether HTTP/1.1 is needed.</summary>
    public bool IsUpgrade { get; init; }

    /// <summary>Whether it is sent even when the time of the visit is over, so that no session stays behind.</summary>
    public bool IsLast { get; init; }
}
