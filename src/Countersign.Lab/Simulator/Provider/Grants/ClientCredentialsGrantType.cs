using Countersign.Lab.Simulator.Provider.Tokens;

namespace Countersign.Lab.Simulator.Provider.Grants;

/// <summary>A client that asks for itself (RFC 6749 §4.4).</summary>
internal sealed class ClientCredentialsGrantType : GrantType
{
    public override string Name => "client_credentials";

    public override async ValueTask<SimulatedAnswer> AnswerAsync(ClientAsk ask, CancellationToken cancel)
    {
        if (ask.Client.IsPublic)
            return ProviderAnswers.Error("unauthorized_client", $"Only clients with a secret get tokens for themselves (RFC 6749 §4.4), such as {Registrations.ProviderClients.Demo.Id} with {Registrations.ProviderClients.Demo.Secret}.");
        if (ask.HasForeignResource)
            return ClientAsk.InvalidTarget();
        var plain = new TokenWish { Subject = ask.Client.Id, ClientId = ask.Client.Id, Resource = ask.Form["resource"] };
        if (TokenWishes.Read(ask.Form.Scopes, plain) is not { } asked)
            return ProviderAnswers.Error("invalid_scope", $"A scope that begins with {TokenWishes.ScopePrefix} has no meaning.");
        var (wish, fault) = await ask.BindAsync(asked, cancel);
        return wish is null ? fault! : ProviderAnswers.Json(ask.Provider.Mint(ask.Place, ask.Request.Client, wish).ToJson());
    }
}
