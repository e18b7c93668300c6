using System.Collections.Immutable;
using System.Globalization;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Sessions;
using Countersign.AspNetCore.Telemetry;
using Countersign.Gateway.Admin.Catalogues;
using Countersign.Gateway.Explaining;
using Countersign.Gateway.Forwarding;
using Countersign.Gateway.Hosting;
using Microsoft.AspNetCore.Http;

namespace Countersign.Gateway.Admin.People;

/// <summary>Sessions: listed and revoked as the commands do it; the log tells of each end and from where it came.</summary>
internal sealed class SessionEndpoints(SessionRegister sessions, AdminChanges changes)
{
    private static readonly AdminParameter User = new("user", "Only the sessions of this name.");
    private static readonly AdminParameter Limit = new("limit", "How many, the latest first.") { Most = 1000, Usual = 100 };

    private static readonly JsonShape Revocation = new("SessionsToRevoke",
    [
        new("user", JsonKind.Text, "Whose sessions, whoever vouched for the name.") { IsNullable = true, Rule = NameRules.OfClaim },
        new("all", JsonKind.Flag, "True, in place of a user, for everybody's."),
    ]);

    private static readonly JsonFace<int> Revoked = new JsonFace<int>("RevokedSessions").Number("revoked", "How many sessions ended.", count => count);

    private static readonly AdminProblem NoSuchSession = new(404, "There is no such session, or it is over.");

    public static ImmutableArray<AdminEndpoint> Rows { get; } =
    [
        new("GET", "sessions", "The sessions that are not over, the latest first.", (admin, context, _) => admin.Sessions.ListAsync(context))
        {
            Query = [User, Limit], Answer = AdminAnswer.List(SessionJson.Schema, "The sessions."),
        },
        new("POST", "sessions/revoke", "End all sessions of a user, or of everybody: all gateways refuse them within a second.", (admin, context, _) => admin.Sessions.RevokeAllAsync(context))
        {
            Content = Revocation, Answer = AdminAnswer.One(Revoked.Schema, "They have ended."),
        },
        new("GET", "sessions/{session}", "One session.", (admin, context, values) => admin.Sessions.ShowAsync(context, values[0]))
        {
            Answer = AdminAnswer.One(SessionJson.Schema, "The session."), Refusals = [NoSuchSession],
        },
        new("DELETE", "sessions/{session}", "End a session: all gateways refuse it within a second.", (admin, context, values) => admin.Sessions.RevokeAsync(context, values[0]))
        {
            Answer = AdminAnswer.Done("It has ended."), Refusals = [NoSuchSession],
        },
    ];

    public async Task ListAsync(HttpContext context)
    {
        await Task.Yield();
        var (user, limit) = (context.Request.Query[User.Name], context.Request.Query[Limit.Name]);
        var most = Limit.Usual!.Value;
        if (limit.Count > 0 && (!int.TryParse(limit[0], NumberStyles.None, CultureInfo.InvariantCulture, out most) || most < 1 || most > Limit.Most))
        {
            await PlainProblem.WriteAsync(context, 400, "Bad request", $"'{Limit.Name}' is a number from 1 to {Limit.Most}, {Limit.Usual} when left out.");
            return;
        }

        await JsonAnswer.WriteListAsync(context, sessions.List(user.Count > 0 ? user[0] : null, most), SessionJson.Write);
    }

    public async Task ShowAsync(HttpContext context, string handle)
    {
        await Task.Yield();
        if (sessions.Find(handle) is { } session)
            await JsonAnswer.WriteAsync(context, 200, json => SessionJson.Write(json, session));
        else
            await UnknownAsync(context);
    }

    public async Task RevokeAsync(HttpContext context, string handle)
    {
        await Task.Yield();
        if (changes.RevokeSession(handle, PeerNames.Of(context)))
            context.Response.StatusCode = 204;
        else
            await UnknownAsync(context);
    }

    public async Task RevokeAllAsync(HttpContext context)
    {
        if (await JsonRequest.ReadAsync(context, Revocation) is not { } request)
            return;
        var user = request.Text("user");
        if (user is null != (request.Flag("all") == true))
        {
            await PlainProblem.WriteAsync(context, 400, "Bad request", "Give 'user', or 'all' as true, one of both.");
            return;
        }

        var count = changes.RevokeSessions(user, PeerNames.Of(context));
        await JsonAnswer.WriteAsync(context, 200, json => Revoked.Write(json, count));
    }

    private static Task UnknownAsync(HttpContext context) =>
        PlainProblem.WriteAsync(context, 404, "No such session", "There is no such session, or it is over; /.countersign/sessions lists them.");
}
