using System.Collections.Immutable;

namespace Countersign.Wire;

/// <summary>A challenge that is prepared but for one value, such as a nonce.</summary>
internal interface IChallengeTemplate
{
    /// <summary>The parameters with the value in its place.</summary>
    ImmutableArray<AuthParam> ParamsWith(string value);
}
