package io.tributary.server.rest;

import io.tributary.metadata.Role;
import io.tributary.server.json.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One operation of the API: all there is to know of it.
 *
 * @param path below {@link #BASE}; parameters in braces
 * @param name of the operation, unique
 * @param role whoever asks for it has it, or a higher one; empty: nobody needs a token
 * @param change what the audit log calls the change that it makes; empty if it makes none
 * @param answers by status, what it answers with; null shapes are not allowed, no content is empty
 * @param made what the answer tells of what was made; empty if nothing is
 * @param refusals the statuses, beside those that follow from the rest, with which it may refuse
 */
record Route(
    Method method,
    String path,
    String name,
    String summary,
    Optional<Role> role,
    Optional<String> change,
    List<Parameter> parameters,
    Optional<Body> body,
    Map<Integer, Optional<Shape>> answers,
    Optional<Made> made,
    Set<Integer> refusals,
    Handler handler) {

  /**
   * How what was made is named from then on.
   *
   * @param parameter the parameter of other routes that stands for it
   * @param field of the answer
   */
  record Made(String parameter, String field) {}

  /** Begins the paths of all routes. */
  static final String BASE = "/api/v1";

  Route {
    parameters = List.copyOf(parameters);
    for (var parameter : parameters) {
      if (parameter.inPath() != path.contains("{" + parameter.name() + "}")) {
        throw new IllegalArgumentException(
            path + " > " + parameter.name() + ": is not where it says");
      }
    }
    if (role.isEmpty() && change.isPresent()) {
      throw new IllegalArgumentException(name + ": a change without a role");
    }
  }

  static Route of(Method method, String path, String name, String summary, Handler handler) {
    return new Route(
        method,
        path,
        name,
        summary,
        Optional.of(Role.VIEWER),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        Set.of(),
        handler);
  }

  Route open() {
    return with(Optional.empty(), change, parameters, body, answers, made, refusals);
  }

  /** Makes a change, which takes a role. */
  Route changing(String what, Role needed) {
    return with(Optional.of(needed), Optional.of(what), parameters, body, answers, made, refusals);
  }

  Route taking(Parameter... taken) {
    return with(role, change, List.of(taken), body, answers, made, refusals);
  }

  Route taking(Body taken) {
    return with(role, change, parameters, Optional.of(taken), answers, made, refusals);
  }

  Route answering(int status, Shape shape) {
    return with(status, Optional.of(shape));
  }

  Route answeringNothing() {
    return with(204, Optional.empty());
  }

  /** Answering with parts of a list. */
  Route answeringPages(Class<? extends Record> element) {
    return answering(200, new Shape.PageOf(Shape.of(element)));
  }

  private Route with(int status, Optional<Shape> shape) {
    var all = new LinkedHashMap<>(answers);
    all.put(status, shape);
    return with(role, change, parameters, body, all, made, refusals);
  }

  Route refusing(Integer... statuses) {
    return with(role, change, parameters, body, answers, made, Set.of(statuses));
  }

  /** Making what other routes name by a parameter. */
  Route making(String parameter, String field) {
    var named = new Made(parameter, field);
    return with(role, change, parameters, body, answers, Optional.of(named), refusals);
  }

  private Route with(
      Optional<Role> newRole,
      Optional<String> newChange,
      List<Parameter> newParameters,
      Optional<Body> newBody,
      Map<Integer, Optional<Shape>> newAnswers,
      Optional<Made> newMade,
      Set<Integer> newRefusals) {
    return new Route(
        method,
        path,
        name,
        summary,
        newRole,
        newChange,
        newParameters,
        newBody,
        newAnswers,
        newMade,
        newRefusals,
        handler);
  }

  /** All statuses with which it may refuse. */
  Set<Integer> allRefusals() {
    var all = new TreeSet<>(refusals);
    all.addAll(List.of(400, 500, 503));
    if (role.isPresent()) {
      all.addAll(List.of(401, 403));
    }
    if (body.isPresent()) {
      all.addAll(List.of(408, 413, 415));
    }
    if (parameters.stream().anyMatch(Parameter::inPath)) {
      all.add(404);
    }
    return all;
  }

  /** All shapes that it takes or gives. */
  List<Shape> shapes() {
    var shapes = new ArrayList<Shape>();
    parameters.forEach(parameter -> shapes.add(parameter.shape()));
    body.ifPresent(
        it -> {
          if (it instanceof Body.Json json) {
            shapes.add(json.shape());
          }
        });
    answers.values().forEach(answer -> answer.ifPresent(shapes::add));
    return shapes;
  }
}
