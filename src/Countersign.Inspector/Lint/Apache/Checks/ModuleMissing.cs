using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Apache.Checks;

internal sealed class ModuleMissing : ApacheCheck
{
    public override CheckRow Row { get; } = new(
        "apache/module-missing",
        Severity.Error,
        "The module for AuthType is not loaded",
        "The directive is read, for it belongs to another module, and every request is answered 500 (AH01796).",
        Of("mod_authn_core, AuthType"),
        Fault.Origin,
        "Load the module: a2enmod auth_basic, a2enmod auth_digest or a2enmod auth_form.");

    public override IEnumerable<LintFinding> Judge(ApacheServer server)
    {
        foreach (var place in Once(server, place => place.Answer is { Decision.Access: Access.Failing, Rules.AuthType: not null } && server.Reader.Modules.AreKnown))
        {
            var type = place.Answer.Rules!.AuthType!;
            var module = "auth_" + ApacheAccess.TextOf(type).ToLowerInvariant();
            if (module is "auth_basic" or "auth_digest" or "auth_form" && !server.Reader.Modules.Has(module))
                yield return Found($"{NameOf(place)} has {type.Text}, and {module}_module is not loaded: {place.Address} is answered 500.", type);
        }
    }
}
