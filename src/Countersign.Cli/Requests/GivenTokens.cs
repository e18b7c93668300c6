using System.Collections.Immutable;
using Countersign.Client;
using Countersign.Client.Tokens;

namespace Countersign.Cli.Requests;

/// <summary>Tokens of which more was given than themselves.</summary>
internal abstract class GivenTokens
{
    /// <summary>What must not be shown.</summary>
    public abstract ImmutableArray<Secret> Secrets { get; }

    /// <summary>Has a client send them.</summary>
    /// <param name="options">The client's.</param>
    /// <param name="origin">Where they are sent to.</param>
    /// <param name="channel">The connections to who gives the next ones.</param>
    /// <param name="allowsCleartext">Whether they may travel where anybody can read them.</param>
    public abstract void AddTo(ReauthenticationOptions options, Origin origin, BackChannel channel, bool allowsCleartext);
}
