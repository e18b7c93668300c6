namespace Countersign.Gateway.Demo;

/// <summary>Writes the demo's configuration, an ordinary one that may be copied, into a folder of its own.</summary>
public static class DemoFiles
{
    /// <summary>The user of the Basic area. Public on purpose: the demo listens on loopback alone.</summary>
    public const string User = "anna";

    /// <summary>Her password.</summary>
    public const string Password = "open sesame";

    /// <summary>The hash of it, in file and store alike.</summary>
    internal const string PasswordHash = "$2y$10$.JvtZS.mBOkqD1MT49vawODPRH27/7xd1kH/2D8QN2OM3o9R7iyUm";

    /// <summary>The device of the Digest area.</summary>
    public const string Device = "sensor1";

    /// <summary>Its password.</summary>
    public const string DevicePassword = "s3cret";

    /// <summary>The folder of the demo's files and store, the same at every start.</summary>
    public static string Folder
    {
        get
        {
            var state = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
            return Path.Combine(state.Length > 0 ? state : Path.GetTempPath(), "countersign", "demo");
        }
    }

    /// <summary>The demo's configuration file.</summary>
    public static string Configuration => Path.Combine(Folder, "countersign.yaml");

    /// <summary>Writes the files; <paramref name="upstream"/> is where the sample service listens.</summary>
    internal static void Write(string listen, string admin, Uri upstream)
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, "users.htpasswd"), $"{User}:{PasswordHash}\n");
        File.WriteAllText(
            Path.Combine(Folder, "devices.htdigest"),
            "sensor1:devices@demo:f554634c6d21d4d631177e20b614a5b3\nsensor1:devices@demo:f52722d8e7490eb55fd7485445763b2b5dc632a33a605e05fdd24995a6baf2ee\n");
        File.WriteAllText(Configuration, $$"""
            # The demo of `countersign run`. Copy it to start your own.
            listen: {{listen}}
            admin: {{admin}}
            admin-lab: http://127.0.0.1:0    # the console's simulator and exercises, on a free port
            store: sqlite:./countersign.db

            sign-in:
              users: store
              service: Countersign demo

            schemes:
              people:
                type: session
                realm: Pages
                allow-cleartext: true        # the demo listens on loopback
              staff:
                type: basic
                realm: Staff
                htpasswd: ./users.htpasswd
                allow-cleartext: true        # the demo listens on loopback
              devices:
                type: digest
                realm: devices@demo
                htdigest: ./devices.htdigest
                algorithms: [SHA-256, MD5]
              keys:
                type: api-key
                realm: api
                header: X-API-Key

            routes:
              - name: public
                match: { path: /public/** }
                access: public
                upstream: {{upstream}}
              - name: pages
                match: { path: /pages/** }
                access: { any-of: [people] }
                upstream: {{upstream}}
              - name: staff
                match: { path: /staff/** }
                access: { any-of: [staff] }
                upstream: {{upstream}}
              - name: devices
                match: { path: /devices/** }
                access: { any-of: [devices] }
                upstream: {{upstream}}
              - name: api
                match: { path: /api/** }
                access: { any-of: [keys], scopes: [orders.read] }
                upstream: {{upstream}}
              - name: anyone
                match: { path: /any/** }
                access: { any-of: [keys, devices, staff] }
                upstream: {{upstream}}
              - name: rest
                match: { path: /** }
                access: deny

            """);
    }
}
