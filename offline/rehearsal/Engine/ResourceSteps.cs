using System.Collections.Frozen;
using System.Net;
using TenantOnboarding.Rehearsal.Deploy;
using TenantOnboarding.Rehearsal.Deploy.Schema;
using TenantOnboarding.Rehearsal.Values;

namespace TenantOnboarding.Rehearsal.Engine;

/// <summary>What Pulumi's engine does with one resource: leave, create, update, replace, import or delete it.</summary>
internal sealed class ResourceSteps(SchemaFacts schema, DeploymentState state, DeploymentLog log, bool preview,
    CancellationToken cancellationToken)
{
    private readonly PropertyDiff _diff = new(schema);

    /// <summary>
    /// Looks at what the tenant holds of a resource, as a refresh does, and completes its inputs with what is ignored and what the
    /// provider fills in.
    /// </summary>
    /// <returns>The resource to deploy, and its state in the tenant: null where it has to be created.</returns>
    public async Task<(Declaration Planned, ResourceState? Found)> LookAsync(Declaration declaration)
    {
        IResourceHandler handler = declaration.Handler;
        DeployedResource? prior = state.Find(handler.Type, declaration.Name);
        ResourceState? found = null;
        PropertyBag known = PropertyBag.Empty;
        if (prior is not null)
        {
            found = await ReadAsync(handler, prior.Id, prior.Outputs);
            known = found is null ? prior.Inputs : _diff.RefreshedInputs(handler, prior.Inputs, found.Outputs);
        }
        else if (declaration.Options.ImportId is { } importId)
        {
            if (!handler.CanImport)
                throw new InvalidOperationException($"this resource does not support importing: {importId}");
            found = await ReadAsync(handler, importId, PropertyBag.Empty)
                ?? throw new InvalidOperationException($"resource '{importId}' does not exist");
            known = _diff.ImportedInputs(handler, found.Outputs);
        }

        PropertyBag inputs = found is null ? declaration.Inputs
            : PropertyDiff.Ignore(declaration.Inputs, declaration.Options.IgnoreChanges, known);
        (inputs, IReadOnlyList<string> defaults) = ProviderCheck.Complete(handler.Rules, inputs, declaration.Unknown);
        return (declaration with { Inputs = inputs, Defaults = defaults, Prior = prior }, found);
    }

    /// <summary>Does what the difference between declaration and tenant asks for.</summary>
    /// <returns>The resource's new state; null where a preview does not know it.</returns>
    public async Task<ResourceState?> DeployAsync(Declaration declaration, ResourceState? found)
    {
        if (found is null)
            return await CreateAsync(declaration, StepKind.Created, [], declaration.Prior is null ? null : "it was gone from the tenant");
        FrozenSet<string> skip = declaration.Unknown.Concat(declaration.Options.IgnoreChanges).ToFrozenSet(StringComparer.Ordinal);
        List<PropertyChange> changes =
            _diff.Between(declaration.Handler, declaration.Inputs, found.Outputs, declaration.Prior?.Inputs, skip);
        if (declaration.Prior is not { } prior)
            return await ImportAsync(declaration, found, changes);
        if (_diff.Replaces(declaration.Handler, changes))
            return await ReplaceAsync(declaration, prior, changes);
        if (changes.Count == 0)
        {
            Keep(declaration, found);
            Record(declaration, StepKind.Unchanged, found.Id, []);
            return found;
        }

        if (!preview)
        {
            found = await declaration.Handler.UpdateAsync(found, declaration.Inputs, PropertyDiff.Names(changes), cancellationToken);
            Keep(declaration, found);
        }
        Record(declaration, StepKind.Updated, found.Id, changes);
        return found;
    }

    /// <summary>Takes note of a component or provider, which exists in the state alone.</summary>
    public void Component(string type, string name, PropertyBag inputs, DeclaredOptions options)
    {
        StepKind kind = state.Find(type, name) is null ? StepKind.Created : StepKind.Unchanged;
        if (!preview)
            state.Keep(new DeployedResource(type, name, "", inputs, inputs, 0) { Parent = options.Parent, IsComponent = true });
        log.Add(new DeploymentStep(0, kind, type, name, null, [], inputs, false, null) { Parent = options.Parent, IsComponent = true });
    }

    /// <summary>Deletes what is no longer declared, or what a replacement left. A failure is told to the log.</summary>
    /// <param name="handler">The resource's type; null for a component.</param>
    /// <param name="resource">What the state has of it.</param>
    public async Task DeleteAsync(IResourceHandler? handler, DeployedResource resource)
    {
        StepKind kind = state.Replaced.Contains(resource) ? StepKind.DeletedAfterReplacement : StepKind.Deleted;
        DeploymentStep step =
            new(0, kind, resource.Type, resource.Name, resource.Id, [], resource.Inputs, handler?.Simulated ?? false, null)
        {
            Parent = resource.Parent,
            IsComponent = resource.IsComponent,
        };
        if (handler is not null)
        {
            log.Start(resource.Type, resource.Name);
            if (resource.Protect && kind == StepKind.Deleted)
            {
                log.Fail(DeploymentFailure.Protected(resource.Type, resource.Name, "deleted"));
                return;
            }
            if (resource.RetainOnDelete)
                step = step with { Note = "retained in the tenant" };
            else if (!preview && !await TryDeleteAsync(handler, resource, note => step = step with { Note = note }))
                return;
        }

        if (!preview)
            state.Remove(resource);
        log.Add(step);
    }

    private async Task<bool> TryDeleteAsync(IResourceHandler handler, DeployedResource resource, Action<string> note)
    {
        try
        {
            await handler.DeleteAsync(new ResourceState(resource.Id, resource.Outputs), cancellationToken);
        }
        catch (GraphRequestException exception) when (exception.Status == HttpStatusCode.NotFound)
        {
            // As after a refresh: what is not there any more needs no deletion.
            note("it was gone from the tenant");
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            log.Fail(new DeploymentFailure(resource.Type, resource.Name, exception.Message));
            return false;
        }
        return true;
    }

    private async Task<ResourceState?> CreateAsync(Declaration declaration, StepKind kind, IReadOnlyList<PropertyChange> changes,
        string? note = null)
    {
        ResourceState? made = null;
        if (!preview)
        {
            made = await declaration.Handler.CreateAsync(declaration.Name, declaration.Inputs, cancellationToken);
            Keep(declaration, made);
        }
        Record(declaration, kind, made?.Id, changes, note);
        return made;
    }

    private async Task<ResourceState?> ReplaceAsync(Declaration declaration, DeployedResource prior, List<PropertyChange> changes)
    {
        if (prior.Protect)
        {
            log.Fail(DeploymentFailure.Protected(prior.Type, prior.Name, "replaced"));
            throw new Pulumi.ResourceException(log.Failures[^1].ToString(), null, hideStack: true);
        }
        if (!preview)
            state.MarkReplaced(prior);
        if (!declaration.Options.DeleteBeforeReplace)
            return await CreateAsync(declaration, StepKind.Replaced, changes);
        await DeleteAsync(declaration.Handler, prior);
        return log.Failures.Count > 0
            ? throw new Pulumi.ResourceException(log.Failures[^1].ToString(), null, hideStack: true)
            : await CreateAsync(declaration, StepKind.Replaced, changes);
    }

    /// <summary>Takes over what is there and, as Pulumi does since 3.174, changes in the same deployment what differs.</summary>
    private async Task<ResourceState?> ImportAsync(Declaration declaration, ResourceState found, List<PropertyChange> changes)
    {
        List<PropertyChange> impossible = [.. changes.Where(change => _diff.Replaces(declaration.Handler, change.Property))];
        if (impossible.Count > 0)
        {
            throw new InvalidOperationException(
                $"inputs to import do not match the existing resource {declaration.Options.ImportId}: "
                + string.Join("; ", impossible.Select(change =>
                    $"{change.Property} is declared {change.After}, the tenant has {change.Before}")));
        }

        StepKind kind = changes.Count == 0 ? StepKind.Imported : StepKind.ImportedAndUpdated;
        if (!preview)
        {
            // Taken over first, so that a failing update does not lose it.
            Keep(declaration, found);
            if (kind == StepKind.ImportedAndUpdated)
            {
                found = await declaration.Handler.UpdateAsync(found, declaration.Inputs, PropertyDiff.Names(changes), cancellationToken);
                Keep(declaration, found);
            }
        }
        Record(declaration, kind, found.Id, changes);
        return found;
    }

    private async Task<ResourceState?> ReadAsync(IResourceHandler handler, string id, PropertyBag known)
    {
        try
        {
            return await handler.ReadAsync(id, known, cancellationToken);
        }
        catch (GraphRequestException exception) when (exception.Status == HttpStatusCode.NotFound)
        {
            // What it belongs to is gone, and it with that.
            return null;
        }
    }

    private void Keep(Declaration declaration, ResourceState now)
    {
        if (preview)
            return;
        state.Keep(new DeployedResource(declaration.Handler.Type, declaration.Name, now.Id, declaration.Inputs, now.Outputs, 0)
        {
            Parent = declaration.Options.Parent,
            Protect = declaration.Options.Protect,
            RetainOnDelete = declaration.Options.RetainOnDelete,
        });
    }

    private void Record(Declaration declaration, StepKind kind, string? id, IReadOnlyList<PropertyChange> changes, string? note = null) =>
        log.Add(new DeploymentStep(0, kind, declaration.Handler.Type, declaration.Name, id, changes, declaration.Inputs,
            declaration.Handler.Simulated, note)
        {
            Parent = declaration.Options.Parent,
            Protect = declaration.Options.Protect,
            Defaults = declaration.Defaults,
        });
}
