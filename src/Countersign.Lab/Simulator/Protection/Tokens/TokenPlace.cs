namespace Countersign.Lab.Simulator.Protection.Tokens;

/// <summary>What an address wants of tokens, unless its query says otherwise.</summary>
internal sealed record TokenPlace
{
    /// <summary>An address of the simulator that anybody may name.</summary>
    public static TokenPlace OfAnybody { get; } = new();

    /// <summary>The provider's own, for which every token of it is meant.</summary>
    public static TokenPlace OfProvider { get; } = new() { Scope = "openid", IsForProvider = true };

    /// <summary>The scope that is needed; empty for none.</summary>
    public string Scope { get; init; } = "";

    /// <summary>Whether it is the provider's own, and so takes tokens for any resource and has no metadata.</summary>
    public bool IsForProvider { get; init; }
}
