using System.Collections.Immutable;
using Countersign.AspNetCore.Doors;
using Countersign.AspNetCore.Introspection;
using Countersign.AspNetCore.Outbound;
using Countersign.AspNetCore.Telemetry;
using Countersign.Tokens;
using Countersign.Tokens.Keys;
using Countersign.Tokens.Rules;

namespace Countersign.AspNetCore.Issuers;

/// <summary>Makes judges of tokens from the configuration of their issuers.</summary>
/// <param name="services">Keyring, revocations and clock.</param>
/// <param name="watch">Takes what watches files, until the next configuration.</param>
/// <param name="ask">Takes what asks issuers, until the last request of the configuration is over.</param>
internal sealed class IssuerFactory(DoorServices services, Action<IDisposable> watch, Action<IDisposable> ask)
{
    /// <summary>A judge of the tokens of several issuers.</summary>
    /// <param name="scheme">The configured name of the scheme that takes them.</param>
    /// <param name="issuers">The issuers, of which one at most is asked about tokens.</param>
    /// <exception cref="IOException">A client's key or a file of authorities can't be read.</exception>
    public ITokenJudge Judge(string scheme, ImmutableArray<IssuerConfiguration> issuers)
    {
        var asked = issuers.FirstOrDefault(issuer => issuer.Introspection is not null);
        if (asked is { Introspection.TakesAll: true })
            return ByWord(asked);
        var byKeys = new TokenVerifier([.. issuers.Select(issuer => Trust(scheme, issuer))], services.Revocations, services.Clock);
        return asked is null ? byKeys : new TokenJudges(byKeys, ByWord(asked));
    }

    /// <summary>What is wrong with a key, in one sentence.</summary>
    public static string WordsFor(JwkFault fault) =>
        fault.Fault.Name is { } member ? $"{fault.Fault.Kind.Row().Sentence} ({Shown(member)})" : fault.Fault.Kind.Row().Sentence;

    /// <summary>Which key is meant.</summary>
    public static string NameOf(JwkFault fault) => fault.KeyId is { } kid ? Shown(kid) : $"number {fault.Index + 1}";

    /// <summary>What an issuer wrote, such as the names of its keys, for a line of the log.</summary>
    public static string Shown(string text) => Printable.Of(PeerText.Evidence(text));

    /// <exception cref="IOException">The client's key or the file of authorities can't be read.</exception>
    private OpaqueTokenVerifier ByWord(IssuerConfiguration issuer)
    {
        var introspection = issuer.Introspection!;
        string? failing = null;
        var client = new IntrospectionClient(
            issuer.Name, introspection.Url, issuer.Metadata, ClientFactory.Create(introspection.Client, issuer.Name, services.Clock), OutboundHandler.Create(issuer.Authorities), services.Clock, Tell);
        ask(client);
        watch(services.Issuers.Show(() => new(issuer.Name, IssuerWay.Introspection, null, Volatile.Read(ref failing))));
        return new OpaqueTokenVerifier(
            new(issuer.Name, client, issuer.Rules) { Subjects = issuer.Subjects, KeepActive = introspection.KeepActive, KeepInactive = introspection.KeepInactive },
            services.Revocations,
            services.Clock);

        void Tell(string? failure)
        {
            Volatile.Write(ref failing, failure);
            if (failure is null)
                services.Log.IntrospectionRecovered(issuer.Name);
            else
                services.Log.IntrospectionFailing(issuer.Name, failure);
        }
    }

    private TrustedIssuer Trust(string scheme, IssuerConfiguration issuer) =>
        new(issuer.Name, KeysOf(scheme, issuer), issuer.Rules) { Subjects = issuer.Subjects };

    private IIssuerKeys KeysOf(string scheme, IssuerConfiguration issuer)
    {
        if (issuer.Keys is { } file)
            return FromFile(scheme, issuer, file);
        if (issuer.JwksUri is null && issuer.Name.StartsWith("did:key:", StringComparison.Ordinal) && DidKey.Read(issuer.Name, out _) is { } key)
            return new FixedIssuerKeys(key);
        var lease = services.Issuers.Lend(issuer);
        ask(lease);
        return lease.Keys;
    }

    private FileIssuerKeys FromFile(string scheme, IssuerConfiguration issuer, string file)
    {
        var keys = new FileIssuerKeys(file, services.Clock);
        watch(keys);
        watch(services.Issuers.Show(() => new(issuer.Name, IssuerWay.File, keys.Current?.Keys.Length ?? 0, keys.Failure) { File = file }));
        keys.Changed += (_, _) => Tell();
        Tell();
        return keys;

        void Tell()
        {
            if (keys.Failure is { } failure)
                services.Log.IssuerFileUnreadable(scheme, issuer.Name, file, failure);
            foreach (var fault in keys.Faults)
                services.Log.IssuerKeyUnusable(issuer.Name, WordsFor(fault), NameOf(fault));
        }
    }
}
