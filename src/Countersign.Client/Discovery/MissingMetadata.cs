namespace Countersign.Client.Discovery;

/// <summary>What becomes of a resource that publishes no metadata (RFC 9728).</summary>
public enum MissingMetadata
{
    /// <summary>There is no way in.</summary>
    Fail,

    /// <summary>Its origin is taken for its authorization server, if that publishes metadata (RFC 8414). Servers of the Model Context Protocol before June 2025 want it.</summary>
    AskOrigin,

    /// <summary>As <see cref="AskOrigin"/>; and without those metadata <c>/authorize</c>, <c>/token</c> and <c>/register</c> are taken for its endpoints.</summary>
    AssumeEndpoints,
}
