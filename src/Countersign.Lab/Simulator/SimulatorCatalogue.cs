using System.Collections.Immutable;
using Countersign.Lab.Simulator.Endpoints.Bearer;
using Countersign.Lab.Simulator.Endpoints.Digest;
using Countersign.Lab.Simulator.Endpoints.Echo;
using Countersign.Lab.Simulator.Endpoints.Index;
using Countersign.Lab.Simulator.Endpoints.Protected;
using Countersign.Lab.Simulator.Endpoints.Provider;
using Countersign.Lab.Simulator.Endpoints.Sessions;
using Countersign.Lab.Simulator.Endpoints.Sites;
using Countersign.Lab.Simulator.Endpoints.Status;

namespace Countersign.Lab.Simulator;

/// <summary>All addresses of the simulator, in the order of its index.</summary>
internal static class SimulatorCatalogue
{
    /// <summary>All of them.</summary>
    public static ImmutableArray<SimulatedEndpoint> All { get; } =
    [
        new StatusEndpoint(),
        new SimEndpoint(),
        new SignInEndpoint(),
        new BasicAuthEndpoint(),
        new HiddenBasicAuthEndpoint(),
        new DigestAuthEndpoint(),
        new HiddenDigestAuthEndpoint(),
        new SessionSignInEndpoint(),
        new SessionAccountEndpoint(),
        new SiteEndpoint(),
        new BearerEndpoint(),
        new OneTokenEndpoint(),
        new ResourceMetadataEndpoint(),
        new MetadataEndpoint("/idp/.well-known/openid-configuration"),
        new MetadataEndpoint("/.well-known/oauth-authorization-server/idp"),
        new JwksEndpoint(),
        new RotateEndpoint(),
        new MintEndpoint(),
        new AuthorizeEndpoint(),
        new TokenEndpoint(),
        new IntrospectEndpoint(),
        new RevokeEndpoint(),
        new UserInfoEndpoint(),
        new EndSessionEndpoint(),
        new DeviceEndpoint(),
        new ActivateEndpoint(),
        new PushedRequestEndpoint(),
        new RegisterEndpoint(),
        .. EchoCatalogue.All,
        new IndexEndpoint(),
        new OpenApiEndpoint(),
        new AuthorityEndpoint(),
    ];
}
