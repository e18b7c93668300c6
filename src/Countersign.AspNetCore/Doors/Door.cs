using System.Collections.Immutable;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Intake;
using Countersign.AspNetCore.SignIn.Desk;
using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Stores.Engines;
using Countersign.AspNetCore.Telemetry;
using Countersign.AspNetCore.Words;
using Countersign.Decisions;
using Countersign.Schemes.Session;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Countersign.AspNetCore.Doors;

/// <summary>The door of one application, from its start to its end: the store, what was made of the options, journal and telemetry.</summary>
internal sealed class Door : IAsyncDisposable
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string TelemetryName = "Countersign.AspNetCore";

    private readonly ILogger _log;
    private readonly DoorServices _services;
    private readonly CredentialSources _sources;
    private readonly Journal _journal;
    private readonly SignOnProviders? _providers;

    /// <exception cref="StoreUnavailableException">The store can't be opened; the message says why and what helps.</exception>
    /// <exception cref="IOException">A client's key or a file of authorities can't be read.</exception>
    public Door(IOptions<CountersignOptions> options, IHostEnvironment environment, ILoggerFactory logs, TimeProvider? clock = null)
    {
        var chosen = options.Value;
        clock ??= TimeProvider.System;
        _log = logs.CreateLogger("Countersign");
        var store = Store.Open(AddressOf(chosen.Store, environment.ContentRootPath), clock);
        _services = new ApplicationServices(chosen.Limits, store, clock, _log);
        _sources = new CredentialSources(_services);
        Telemetry = new GatewayTelemetry(TelemetryName, "countersign.aspnetcore");
        _journal = new Journal(store, chosen.Journal, clock);
        try
        {
            var session = chosen.Schemes.OfType<SessionSchemeOptions>().FirstOrDefault();
            _providers = new SignOnProviders([.. session?.Providers ?? []], [.. chosen.Policies.SelectMany(policy => policy.Claims).Select(claim => claim.Name)], session?.StoreUsers ?? true, _services);
            var schemes = new DoorSchemes(chosen, environment.ContentRootPath, _services, _sources, _providers.Sessions);
            var policies = schemes.CreatePolicies();
            Policies = new DoorPolicies(policies, chosen.DefaultPolicy, chosen.Schemes.ToDictionary(scheme => scheme.Name, scheme => scheme.Realm, StringComparer.Ordinal), Telemetry, _journal);
            Budget = new RefusalBudget(clock) { Limit = chosen.Limits.RefusalsPerMinute };
            Reporter = new RefusalReporter(new AnswerWriter(), _journal, Telemetry, Tell, Budget, clock);
            Judge = new DoorJudge(this);
            if (session is not null)
                Own = new DoorOwnSpace(this, Judge, new OwnSpace(Desk(session, schemes.Session!, environment.ContentRootPath)));
        }
        catch
        {
            // What was made so far watches files and has a thread already.
            Close();
            throw;
        }

        store.FailureChanged += (_, _) => TellStore(store.Failure);
        Telemetry.Observe(_journal);
        Proxies = new TrustedProxies([.. chosen.TrustedProxies.Select(ValueRules.Network).OfType<System.Net.IPNetwork>()]);
    }

    public DoorPolicies Policies { get; }

    public TrustedProxies Proxies { get; }

    public RefusalBudget Budget { get; }

    public RefusalReporter Reporter { get; }

    public DoorJudge Judge { get; }

    /// <summary>What is the door's own; null where nobody signs in.</summary>
    public DoorOwnSpace? Own { get; }

    public GatewayTelemetry Telemetry { get; }

    public DoorServices Services => _services;

    public Store Store => _services.Store;

    public ILogger Log => _log;

    /// <summary>Where content that schemes verify is kept.</summary>
    public ContentRoom Contents { get; } = ContentRoom.ForContents();

    /// <summary>Where content is kept that may hold credentials.</summary>
    public ContentRoom Forms { get; } = ContentRoom.ForForms();

    /// <summary>The address that an application means by a text; paths begin at its content root.</summary>
    /// <exception cref="StoreUnavailableException">It is none.</exception>
    public static StoreAddress AddressOf(string store, string folder)
    {
        const string Sqlite = "sqlite:";
        if (PostgresPlace.IsNamedBy(store))
            return StoreAddress.Parse(store);
        var file = store.StartsWith(Sqlite, StringComparison.Ordinal) ? store[Sqlite.Length..] : store;
        var isFile = file.Length > 0 && file != ":memory:" && !file.Contains('\0', StringComparison.Ordinal) && !file.Contains("://", StringComparison.Ordinal);
        return isFile ? StoreAddress.OfFile(Path.GetFullPath(file, folder)) : throw new StoreUnavailableException("It is neither a file nor of the form `postgres://...`.");
    }

    /// <summary>Writes what is left of the journal, then closes the store.</summary>
    public async ValueTask DisposeAsync()
    {
        await _journal.DisposeAsync();
        Close();
    }

    private void Close()
    {
        _sources.Dispose();
        _providers?.Dispose();
        Telemetry.Dispose();
        _services.Dispose();
    }

    private ImmutableArray<IOwnEndpoint> Desk(SessionSchemeOptions session, SessionScheme scheme, string folder)
    {
        _services.Sessions.Terms = new() { Idle = session.Idle, Lifetime = session.Lifetime, Remember = session.Remember, Grace = session.Grace };
        return DeskFactory.Create(DoorDesk.PlanOf(session, scheme, folder, () => Policies), _providers!, _services, Telemetry, _journal, Reporter);
    }

    private void Tell(JournalEntry entry)
    {
        var reason = entry.Refusal.Row().Slug;
        var route = entry.Route ?? "(none)";
        if (entry.IsPlainChallenge)
            _log.Challenged(route, reason, entry.ClientAddress, entry.Reference);
        else
            _log.Refused(route, reason, entry.Scheme, entry.Subject is { } subject ? Printable.Of(subject) : null, entry.ClientAddress, entry.Status, entry.Reference);
    }

    private void TellStore(string? failure)
    {
        if (failure is null)
            _log.StoreReadable();
        else
            _log.StoreFailing(failure);
    }
}
