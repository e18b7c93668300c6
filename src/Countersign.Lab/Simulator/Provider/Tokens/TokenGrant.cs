namespace Countersign.Lab.Simulator.Provider.Tokens;

/// <summary>What somebody granted to a client: all tokens that are got by it end together when it is called back.</summary>
/// <param name="id">Its name, which tokens carry as <c>sid</c>.</param>
internal sealed class TokenGrant(string id)
{
    /// <summary>Its name.</summary>
    public string Id => id;

    /// <summary>Whether it was called back.</summary>
    public bool IsRevoked { get; set; }
}
